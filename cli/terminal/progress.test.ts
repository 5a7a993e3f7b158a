import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { formatElapsed } from "./progress/board.ts";
import { liveLines, redraw } from "./progress/live.ts";
import { createProgress } from "./progress.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function screenOf(live: boolean, columns = 60) {
  const written: string[] = [];
  const screen = {
    live,
    color: false,
    columns: () => columns,
    rows: () => 24,
    now: () => Date.now(),
    write: (text: string) => void written.push(text),
  };
  return { screen, written };
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test.each([
  [0, "0.0 s"],
  [4230, "4.2 s"],
  [42_400, "42 s"],
  [65_000, "1 min 05 s"],
  [3_600_000, "60 min 00 s"],
])("%i ms read as %s", (milliseconds, text) => {
  expect(formatElapsed(milliseconds)).toBe(text);
});

test("off a terminal says when a step begins and ends, and speaks at least every 10 s between", async () => {
  const { screen, written } = screenOf(false);
  const progress = createProgress({ total: 2, screen });
  const work = progress.step("Base images", async (step) => {
    step.detail("1 of 3");
    step.part("postgres", "installing");
    await sleep(20_000);
  });
  await vi.advanceTimersByTimeAsync(20_000);
  await work;
  progress.close();
  expect(written.join("")).toBe(
    [
      "(1/2) Base images …",
      "(1/2) Base images … 8.0 s (1 of 3; postgres: installing)",
      "(1/2) Base images … 16 s (1 of 3; postgres: installing)",
      "(1/2) Base images done 20 s (1 of 3)",
      "",
    ].join("\n"),
  );
});

test("a step that fails is shown as failed, and its error goes on", async () => {
  const { screen, written } = screenOf(false);
  const progress = createProgress({ total: 1, screen });
  await expect(progress.step("Deploy", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  progress.close();
  expect(written.join("")).toBe("(1/1) Deploy …\n(1/1) Deploy failed 0.0 s\n");
});

test("with patience, work that ends soon goes unmentioned", async () => {
  const { screen, written } = screenOf(true);
  const progress = createProgress({ total: 1, patience: 3000, screen });
  await progress.step("Engine", () => Promise.resolve());
  progress.close();
  expect(written).toEqual([]);
});

test("on a terminal no line is wider than the terminal, and the cursor comes back", async () => {
  const { screen, written } = screenOf(true, 24);
  const progress = createProgress({ total: 1, screen });
  const work = progress.step("A label that is longer than the terminal", async (step) => {
    step.part("a part with a long name", "and a long text");
    await sleep(500);
  });
  await vi.advanceTimersByTimeAsync(500);
  await work;
  progress.close();
  const lines = stripVTControlCharacters(written.join("")).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(23);
  expect(written.at(-1)).toBe("\u001b[?25h");
});

test("more than four parts are counted, not listed", () => {
  const parts = new Map(["a", "b", "c", "d", "e", "f"].map((name) => [name, "compiling"]));
  const step = { label: "Engine", state: "running", startedAt: 0, detail: "", parts } as const;
  const lines = liveLines({ total: 1, steps: [step] }, 1000, 80, false);
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe("    and 2 more");
});

test("a redraw begins where the last one did", () => {
  expect(redraw(["a"], 2)).toBe("\u001b[2A\u001b[2Ka\n\u001b[0J");
});
