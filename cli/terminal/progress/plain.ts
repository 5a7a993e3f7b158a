import { type Board, countOf, elapsedOf, type Step } from "./board.ts";

/** A running step says something at least this often (milliseconds). */
const heartbeat = 8000;

const verb = { running: "…", done: "done", failed: "failed" } as const;

function partsOf(step: Step): string {
  if (step.state !== "running") return "";
  return [...step.parts].map(([name, text]) => (text ? `${name}: ${text}` : name)).join("; ");
}

/** One line about a step for a log file or a pipe. */
function plainLine(board: Board, index: number, now: number): string {
  const step = board.steps[index];
  if (!step) return "";
  const told = [step.detail, partsOf(step)].filter((text) => text !== "").join("; ");
  const elapsed = step.state === "running" && now - step.startedAt < 500 ? "" : ` ${elapsedOf(step, now)}`;
  return `${countOf(board, index)} ${step.label} ${verb[step.state]}${elapsed}${told ? ` (${told})` : ""}`;
}

/** When each step was last spoken of, and what was said of it. */
export type Spoken = ReadonlyMap<number, { at: number; state: Step["state"] }>;

/** Lines due now: steps that began or ended since, and running ones that were silent for a heartbeat. */
export function dueLines(board: Board, spoken: Spoken, now: number): { lines: string[]; spoken: Spoken } {
  const next = new Map(spoken);
  const lines: string[] = [];
  board.steps.forEach((step, index) => {
    const last = spoken.get(index);
    const changed = last?.state !== step.state;
    const silent = step.state === "running" && last !== undefined && now - last.at >= heartbeat;
    if (!changed && !silent) return;
    lines.push(plainLine(board, index, now));
    next.set(index, { at: now, state: step.state });
  });
  return { lines, spoken: next };
}
