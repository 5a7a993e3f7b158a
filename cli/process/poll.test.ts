import { expect, test } from "vitest";
import { poll } from "./poll.ts";

test("polling ends with the first value", async () => {
  const answers = [undefined, undefined, "ready", "later"];
  expect(await poll(async () => answers.shift(), 60, 1)).toBe("ready");
  expect(answers).toEqual(["later"]);
});

test("polling gives up at its deadline", async () => {
  expect(await poll(async () => undefined, 0.02, 1)).toBeUndefined();
});

test("polling passes on an error", async () => {
  await expect(poll(() => Promise.reject(new Error("broken")), 60)).rejects.toThrow("broken");
});
