import type { Step } from "./progress/board.ts";
import { createRenderer, type Screen, standardScreen } from "./progress/renderer.ts";

/** Handle of a running step. */
export interface StepHandle {
  /** Says what is going on, in a few words. */
  detail(text: string): void;
  /** Shows, changes or (with undefined) removes a part of the step that runs beside others. */
  part(name: string, text: string | undefined): void;
}

/** Progress of long work: a live list on a terminal, plain lines elsewhere. */
export interface Progress {
  /** Runs `work` as one step; it fails when `work` throws. */
  step<T>(label: string, work: (handle: StepHandle) => Promise<T>): Promise<T>;
  /** Prints a line that stays, above the list. */
  note(text: string): void;
  /** Stops drawing; the list stays as it is. */
  close(): void;
}

export interface ProgressOptions {
  /** Steps there will be. */
  total: number;
  /** Milliseconds in which nothing is shown: work that ends sooner is not shown. Default: 0. */
  delay?: number;
  /** Default: standard error. */
  screen?: Screen;
}

/** Milliseconds between two looks at the board. */
const interval = { live: 120, plain: 1000 } as const;

function handleOf(step: () => Step | undefined, change: (values: Partial<Step>) => void): StepHandle {
  return {
    detail: (text) => change({ detail: text }),
    part: (name, text) => {
      const parts = new Map(step()?.parts);
      if (text === undefined) parts.delete(name);
      else parts.set(name, text);
      change({ parts });
    },
  };
}

/** Starts showing progress. Call `close` in a `finally`. */
export function createProgress({ total, delay = 0, screen = standardScreen() }: ProgressOptions): Progress {
  const steps: Step[] = [];
  const renderer = createRenderer(screen, () => ({ total, steps }));
  const born = screen.now();
  const draw = () => {
    if (screen.now() - born >= delay) renderer.draw();
  };
  const timer = setInterval(draw, screen.live ? interval.live : interval.plain).unref();
  return {
    note: renderer.note,
    async step(label, work) {
      const index = steps.length;
      steps.push({ label, state: "running", startedAt: screen.now(), detail: "", parts: new Map() });
      const change = (values: Partial<Step>) => {
        const step = steps[index];
        if (step) steps[index] = { ...step, ...values };
      };
      draw();
      let state: Step["state"] = "failed";
      try {
        const result = await work(handleOf(() => steps[index], change));
        state = "done";
        return result;
      } finally {
        change({ state, endedAt: screen.now() });
        draw();
      }
    },
    close() {
      clearInterval(timer);
      renderer.close();
    },
  };
}
