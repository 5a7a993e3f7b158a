import { expect, test } from "vitest";
import { createLog } from "./log.ts";
import { endInOrder } from "./shutdown.ts";

const log = createLog({ service: "test", level: "silent" });

test("shutdown steps end in order", async () => {
  const ended: string[] = [];
  const step = (name: string) => ({ name, end: async () => void ended.push(name) });
  expect(await endInOrder([step("server"), step("pool")], 1000, log)).toBe(true);
  expect(ended).toEqual(["server", "pool"]);
});

test("a failed shutdown step does not prevent the next one", async () => {
  const ended: string[] = [];
  const failing = { name: "server", end: () => Promise.reject(new Error("stuck")) };
  const pool = { name: "pool", end: async () => void ended.push("pool") };
  expect(await endInOrder([failing, pool], 1000, log)).toBe(false);
  expect(ended).toEqual(["pool"]);
});

test("a shutdown step that never ends is abandoned", async () => {
  const endless = { name: "server", end: () => new Promise(() => undefined) };
  expect(await endInOrder([endless], 10, log)).toBe(false);
});
