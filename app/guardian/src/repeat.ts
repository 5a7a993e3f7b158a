/** Periodic work that never overlaps. */
export interface Repeated {
  /** Stops after the current turn. */
  end(): Promise<void>;
}

/**
 * Runs `work` every `milliseconds`, counted from the start of a turn; a turn that takes longer is followed by the next at
 * once. `work` must not throw.
 * @param work returns true to start the next turn at once
 */
export function repeat(milliseconds: number, work: () => Promise<boolean | undefined>): Repeated {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let running: Promise<void>;

  const turn = async () => {
    const start = performance.now();
    const hurry = await work();
    const wait = hurry ? 0 : Math.max(0, milliseconds - (performance.now() - start));
    if (!ended) timer = setTimeout(next, wait);
  };
  const next = () => {
    running = turn();
  };
  running = turn();
  return {
    async end() {
      ended = true;
      clearTimeout(timer);
      await running;
    },
  };
}
