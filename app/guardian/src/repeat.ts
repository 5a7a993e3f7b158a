/** Periodic work that never overlaps. */
export interface Repeated {
  /** Starts the next turn now, or as soon as the current one and the shortest pause are over. */
  hurry(): void;
  /** Stops after the current turn. */
  end(): Promise<void>;
}

/**
 * Runs `work` every `milliseconds`, counted from the start of a turn; a turn that takes longer is followed by the next at
 * once. `work` must not throw.
 * @param work returns true to start the next turn at once
 * @param least milliseconds from one turn to the next, however much others hurry
 */
export function repeat(
  milliseconds: number,
  work: () => Promise<boolean | undefined>,
  least = milliseconds,
): Repeated {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let hurried = false;
  let started = 0;
  let running: Promise<void>;

  const after = (pause: number) => {
    clearTimeout(timer);
    const wait = Math.max(0, pause - (performance.now() - started));
    if (!ended) timer = setTimeout(next, wait);
  };
  const turn = async () => {
    started = performance.now();
    timer = undefined;
    hurried = false;
    if (await work()) after(0);
    else after(hurried ? least : milliseconds);
  };
  const next = () => {
    running = turn();
  };
  running = turn();
  return {
    hurry() {
      hurried = true;
      if (timer) after(least);
    },
    async end() {
      ended = true;
      clearTimeout(timer);
      await running;
    },
  };
}
