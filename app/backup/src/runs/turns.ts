/** Lets one piece of work happen at a time, in the order in which they came. */
export interface Turns {
  take<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether something is under way. */
  busy(): boolean;
}

/** Turns of which none is taken. */
export function turns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    take(work) {
      waiting += 1;
      const turn = last.then(work).finally(() => {
        waiting -= 1;
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    busy: () => waiting > 0,
  };
}
