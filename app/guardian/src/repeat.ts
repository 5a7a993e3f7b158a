/** Work that is done again and again, never twice at once. */
export interface Repeated {
  /** Ends it after the turn that is under way. */
  end(): Promise<void>;
}

/**
 * Does `work` every `milliseconds`, counted from the beginning of a turn; one that takes longer is followed by the next at
 * once. It must not fail.
 * @param work may ask for the next turn at once by returning true
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
