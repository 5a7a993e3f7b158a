/** Runs at most `limit` tasks at once; the others wait in order. */
export function inTurn(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // Hand the place to the next in line, so that no new task can take it.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
