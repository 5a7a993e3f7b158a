import { expect, test } from "vitest";
import { queue } from "./queue.ts";

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test("tasks beyond the places wait in order, and those beyond the line are refused with a time to come back", async () => {
  const turn = queue(1, 2);
  const first = gate();
  const done: number[] = [];
  const tasks = [
    turn(async () => {
      await first.opened;
      done.push(1);
    }),
    turn(async () => void done.push(2)),
    turn(async () => void done.push(3)),
  ];
  await expect(turn(async () => 4)).rejects.toMatchObject({ code: "unavailable", extras: { retryAfter: 5 } });
  first.open();
  await Promise.all(tasks);
  expect(done).toEqual([1, 2, 3]);
  expect(await turn(async () => 5)).toBe(5);
});

test("a task that fails gives its place to the next", async () => {
  const turn = queue(1, 1);
  const failing = turn(() => Promise.reject(new Error("no")));
  const next = turn(async () => "next");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("next");
});
