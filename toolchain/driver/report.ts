/** The state of one step; `cached` means that nothing had to be done. */
export type StepState = "running" | "done" | "cached" | "failed";

/** Result of a step. */
export type Outcome = "done" | "cached";

/** Called with a short description of the current work. */
export type Progress = (detail: string) => void;

/** One line of standard output. */
export type Line =
  | {
      type: "step";
      id: string;
      label: string;
      state: StepState;
      detail: string;
      index: number;
      count: number;
    }
  | { type: "error"; message: string }
  | ({ type: "result" } & Record<string, unknown>);

/** Writes one JSON line to standard output. */
export function emit(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Milliseconds between lines of a running step; readers expect one at least every 5 s. */
const heartbeatInterval = 4000;

/** Numbers the planned steps and reports each while it runs. */
export function planSteps(
  plan: readonly { id: string; label: string }[],
  write: (line: Line) => void = emit,
) {
  return async (id: string, work: (progress: Progress) => Promise<Outcome>): Promise<void> => {
    const at = plan.findIndex((step) => step.id === id);
    const label = plan[at]?.label ?? id;
    let detail = "";
    const say = (state: StepState): void =>
      write({ type: "step", id, label, state, detail, index: at + 1, count: plan.length });
    say("running");
    const heartbeat = setInterval(() => say("running"), heartbeatInterval);
    const state = await work((now) => {
      detail = now.trim().slice(0, 160);
    })
      .catch((error: unknown) => {
        say("failed");
        throw error;
      })
      .finally(() => clearInterval(heartbeat));
    detail = "";
    say(state);
  };
}

/** Runs one planned step and reports it. */
export type RunStep = ReturnType<typeof planSteps>;
