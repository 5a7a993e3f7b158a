import { expect, test } from "vitest";
import { bounded } from "./bounded.ts";

test("bounded runs all tasks and no more at once than allowed", async () => {
  const place = bounded(2);
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
  };
  await Promise.all(Array.from({ length: 9 }, () => place(work)));
  expect({ most, running }).toEqual({ most: 2, running: 0 });
});

test("a failed task frees its place", async () => {
  const place = bounded(1);
  await expect(place(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await place(async () => "next")).toBe("next");
});
