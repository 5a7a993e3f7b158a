/** State of one step; times are milliseconds of the progress clock. */
export interface Step {
  label: string;
  state: "running" | "done" | "failed";
  startedAt: number;
  endedAt?: number;
  detail: string;
  /** What goes on inside it right now, by name. */
  parts: ReadonlyMap<string, string>;
}

/** Everything a view needs to draw: the steps in order and how many there will be. */
export interface Board {
  total: number;
  steps: readonly Step[];
}

/** `4.2 s`, `1 min 05 s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** How long the step has taken, or took. */
export function elapsedOf(step: Step, now: number): string {
  return formatElapsed((step.endedAt ?? now) - step.startedAt);
}

/** `(3/9)` for the step at `index`. */
export function countOf(board: Board, index: number): string {
  return `(${index + 1}/${Math.max(board.total, board.steps.length)})`;
}

/** Cuts to `columns` characters, marking that something is missing. */
export function fit(text: string, columns: number): string {
  if (text.length <= columns) return text;
  return columns < 2 ? text.slice(0, columns) : `${text.slice(0, columns - 1)}…`;
}
