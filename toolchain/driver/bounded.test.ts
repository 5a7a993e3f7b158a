import { expect, test } from "vitest";
import { bounded } from "./bounded.ts";

test("no more pieces of work run at once than allowed, and all run", async () => {
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

test("failed work frees its place", async () => {
  const place = bounded(1);
  await expect(place(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await place(async () => "next")).toBe("next");
});
