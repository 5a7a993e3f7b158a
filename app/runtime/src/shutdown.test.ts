import { expect, test } from "vitest";
import { createLog } from "./log.ts";
import { endInOrder } from "./shutdown.ts";

const log = createLog({ service: "test", level: "silent" });

test("what takes requests ends before what they need", async () => {
  const ended: string[] = [];
  const step = (name: string) => ({ name, end: async () => void ended.push(name) });
  expect(await endInOrder([step("server"), step("pool")], 1000, log)).toBe(true);
  expect(ended).toEqual(["server", "pool"]);
});

test("a step that fails keeps no other from ending", async () => {
  const ended: string[] = [];
  const failing = { name: "server", end: () => Promise.reject(new Error("stuck")) };
  const pool = { name: "pool", end: async () => void ended.push("pool") };
  expect(await endInOrder([failing, pool], 1000, log)).toBe(false);
  expect(ended).toEqual(["pool"]);
});

test("a step that never ends is cut off", async () => {
  const endless = { name: "server", end: () => new Promise(() => undefined) };
  expect(await endInOrder([endless], 10, log)).toBe(false);
});
