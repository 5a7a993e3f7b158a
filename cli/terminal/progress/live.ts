import { styleText } from "node:util";
import { type Board, countOf, elapsedOf, fit, type Step } from "./board.ts";

const mark = { running: "›", done: "✓", failed: "✗" } as const;
const colors = { running: "cyan", done: "green", failed: "red" } as const;
const maxParts = 4;

function stepLine(board: Board, step: Step, index: number, now: number): string {
  const detail = step.detail ? `  ${step.detail}` : "";
  return `${mark[step.state]} ${countOf(board, index)} ${step.label}  ${elapsedOf(step, now)}${detail}`;
}

function partLines(step: Step): string[] {
  if (step.state !== "running") return [];
  const parts = [...step.parts].map(([name, text]) => `    ${name}${text ? `: ${text}` : ""}`);
  const hidden = parts.length - maxParts;
  return hidden > 0 ? [...parts.slice(0, maxParts), `    and ${hidden} more`] : parts;
}

/** The lines of the live list, none wider than `columns`. */
export function liveLines(board: Board, now: number, columns: number, color: boolean): string[] {
  return board.steps.flatMap((step, index) => {
    const line = fit(stepLine(board, step, index, now), columns);
    const painted = color
      ? styleText(colors[step.state], line.slice(0, 1), { validateStream: false }) + line.slice(1)
      : line;
    return [painted, ...partLines(step).map((part) => fit(part, columns))];
  });
}

/** Terminal control sequences: redraw over the `previous` lines drawn before. */
export function redraw(lines: readonly string[], previous: number): string {
  const up = previous > 0 ? `\u001b[${previous}A` : "";
  const body = lines.map((line) => `\u001b[2K${line}\n`).join("");
  return `${up}${body}\u001b[0J`;
}

export const hideCursor = "\u001b[?25l";
export const showCursorCode = "\u001b[?25h";
