import type { Logger } from "@tovplay/runtime/log";

/** Work that a process looks for again and again. Several processes may do so: each piece is taken by one of them. */
export interface Round {
  name: string;
  /** Milliseconds between two looks when there was nothing to do. */
  pause: number;
  /** Does one piece. @returns false when there was none */
  work: () => Promise<boolean>;
}

/** Does a round's work until it is closed. An error is logged, and the next look comes after the pause. */
export function startRound({ name, pause, work }: Round, log: Pick<Logger, "error">) {
  let closing = false;
  let wake: () => void = () => undefined;
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const go = async () => {
    while (!closing) {
      const done = await work().catch((err: unknown) => {
        log.error({ err, round: name }, "work in the background failed; it is tried again");
        return false;
      });
      if (!done && !closing) await rest();
    }
  };
  const going = go();
  return {
    /** Settles after the piece that is being done. */
    close: async () => {
      closing = true;
      wake();
      await going;
    },
  };
}
