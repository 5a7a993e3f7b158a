import { expect, test, vi } from "vitest";
import { startRound } from "./rounds.ts";

test("pieces are done one after the other, an error is logged, and closing waits for the piece", async () => {
  const error = vi.fn();
  const done: string[] = [];
  let finish: () => void = () => undefined;
  const last = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let reached: () => void = () => undefined;
  const atLast = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const pieces = [
    async () => true,
    async () => Promise.reject(new Error("no")),
    async () => false,
    async () => {
      reached();
      await last;
      done.push("last");
      return false;
    },
  ];
  const round = startRound(
    { name: "test", pause: 1, work: () => pieces.shift()?.() ?? Promise.resolve(false) },
    { error },
  );
  await atLast;
  const closed = round.close().then(() => done.push("closed"));
  finish();
  await closed;
  expect(done).toEqual(["last", "closed"]);
  expect(error).toHaveBeenCalledTimes(1);
});
