import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Line, planSteps } from "./report.ts";

const plan = [
  { id: "one", label: "One" },
  { id: "two", label: "Two" },
];

let lines: Line[] = [];
const states = (): unknown[] => lines.map((line) => (line.type === "step" ? line.state : line.type));

beforeEach(() => {
  lines = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a long step reports its progress at least every 5 s", async () => {
  const step = planSteps(plan, (line) => lines.push(line));
  const done = step("two", async (progress) => {
    progress("compiling");
    await new Promise((resolve) => setTimeout(resolve, 14_000));
    return "done";
  });
  await vi.advanceTimersByTimeAsync(14_000);
  await done;
  expect(states()).toEqual(["running", "running", "running", "running", "done"]);
  expect(lines[1]).toMatchObject({ id: "two", label: "Two", detail: "compiling", index: 2, count: 2 });
});

test("a failed step is reported once and its error is passed on", async () => {
  const step = planSteps(plan, (line) => lines.push(line));
  const failing = step("one", async () => {
    throw new Error("no space");
  });
  await expect(failing).rejects.toThrow("no space");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(states()).toEqual(["running", "failed"]);
});
