/** Runs one task at a time, in order of arrival. */
export interface Turns {
  take<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether a task is running or waiting. */
  busy(): boolean;
}

/** Creates an idle queue. */
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
