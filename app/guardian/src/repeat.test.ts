import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { repeat } from "./repeat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("work is repeated after its pause", async () => {
  const work = vi.fn(async () => false);
  const repeated = repeat(1000, work);
  await vi.advanceTimersByTimeAsync(2999);
  expect(work).toHaveBeenCalledTimes(3);
  await repeated.end();
});

test("a hurry brings a turn after the shortest pause, once however often it is asked for", async () => {
  const work = vi.fn(async () => false);
  const repeated = repeat(1000, work, 100);
  repeated.hurry();
  repeated.hurry();
  await vi.advanceTimersByTimeAsync(99);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  repeated.hurry();
  await vi.advanceTimersByTimeAsync(500);
  expect(work).toHaveBeenCalledTimes(3);
  await repeated.end();
});

test("what hurries during a turn is not missed", async () => {
  const turns: (() => void)[] = [];
  const work = vi.fn(() => new Promise<boolean>((resolve) => turns.push(() => resolve(false))));
  const repeated = repeat(1000, work, 100);
  repeated.hurry();
  turns[0]?.();
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(2);
  turns[1]?.();
  await repeated.end();
});

test("nothing starts after the end", async () => {
  const work = vi.fn(async () => false);
  const repeated = repeat(1000, work);
  await repeated.end();
  repeated.hurry();
  await vi.advanceTimersByTimeAsync(5000);
  expect(work).toHaveBeenCalledTimes(1);
});
