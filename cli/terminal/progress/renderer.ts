import type { Board } from "./board.ts";
import { hideCursor, liveLines, redraw, showCursorCode } from "./live.ts";
import { dueLines, type Spoken } from "./plain.ts";

/** Where and how to draw. */
export interface Screen {
  write: (text: string) => void;
  /** A list that is redrawn in place; otherwise plain lines. */
  live: boolean;
  color: boolean;
  columns: () => number;
  rows: () => number;
  /** Milliseconds, from any beginning. */
  now: () => number;
}

/** Shows a board again and again. */
export interface Renderer {
  draw(): void;
  /** Prints a line that stays. */
  note(text: string): void;
  close(): void;
}

function liveRenderer(screen: Screen, board: () => Board): Renderer {
  let drawn = 0;
  let hidden = false;
  const showCursor = () => screen.write(showCursorCode);
  const draw = () => {
    if (!hidden) {
      screen.write(hideCursor);
      process.once("exit", showCursor);
      hidden = true;
    }
    const width = Math.max(20, screen.columns() - 1);
    // More lines than the screen has could not be drawn over.
    const lines = liveLines(board(), screen.now(), width, screen.color).slice(
      -Math.max(4, screen.rows() - 1),
    );
    screen.write(redraw(lines, drawn));
    drawn = lines.length;
  };
  return {
    draw,
    note(text) {
      screen.write(redraw([text], drawn));
      drawn = 0;
      draw();
    },
    close() {
      if (!hidden) return;
      draw();
      showCursor();
      process.off("exit", showCursor);
    },
  };
}

function plainRenderer(screen: Screen, board: () => Board): Renderer {
  let spoken: Spoken = new Map();
  const draw = () => {
    const due = dueLines(board(), spoken, screen.now());
    spoken = due.spoken;
    if (due.lines.length > 0) screen.write(`${due.lines.join("\n")}\n`);
  };
  return { draw, note: (text) => screen.write(`${text}\n`), close: () => undefined };
}

/** The renderer that suits the screen. */
export function createRenderer(screen: Screen, board: () => Board): Renderer {
  return screen.live ? liveRenderer(screen, board) : plainRenderer(screen, board);
}

/** Standard error as a screen. */
export function standardScreen(): Screen {
  const { stderr, env } = process;
  const live = stderr.isTTY === true && env.TERM !== "dumb";
  return {
    live,
    write: (text) => void stderr.write(text),
    color: live && !env.NO_COLOR,
    columns: () => stderr.columns ?? 80,
    rows: () => stderr.rows ?? 24,
    now: () => performance.now(),
  };
}
