import type { Board } from "./board.ts";
import { HIDE_CURSOR, liveLines, redraw, SHOW_CURSOR } from "./live.ts";
import { dueLines, type Spoken } from "./plain.ts";

/** Where and how to draw. */
export interface Screen {
  readonly write: (text: string) => void;
  /** A list that is redrawn in place; otherwise plain lines. */
  readonly live: boolean;
  readonly color: boolean;
  readonly columns: () => number;
  readonly rows: () => number;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
}

/** Shows a board again and again. */
export interface Drawer {
  draw(): void;
  /** Prints a line that stays. */
  note(text: string): void;
  close(): void;
}

function liveDrawer(screen: Screen, board: () => Board): Drawer {
  let drawn = 0;
  let hidden = false;
  const showCursor = () => screen.write(SHOW_CURSOR);
  const draw = () => {
    if (!hidden) {
      screen.write(HIDE_CURSOR);
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

function plainDrawer(screen: Screen, board: () => Board): Drawer {
  let spoken: Spoken = new Map();
  const draw = () => {
    const due = dueLines(board(), spoken, screen.now());
    spoken = due.spoken;
    if (due.lines.length > 0) screen.write(`${due.lines.join("\n")}\n`);
  };
  return { draw, note: (text) => screen.write(`${text}\n`), close: () => undefined };
}

/** The drawer that suits the screen. */
export function createDrawer(screen: Screen, board: () => Board): Drawer {
  return screen.live ? liveDrawer(screen, board) : plainDrawer(screen, board);
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
