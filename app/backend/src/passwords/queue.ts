import { ApiError } from "../api/api-error.ts";

/** Runs at most `places` tasks at once; up to `line` others wait in order, and more are refused at once. */
export function queue(places: number, line: number) {
  const waiting: (() => void)[] = [];
  let free = places;
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (free > 0) free -= 1;
    else if (waiting.length < line) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw busy();
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

const busy = () =>
  new ApiError("unavailable", "Many people are signing in at the moment. Wait 5 seconds, then try again.", {
    retryAfter: 5,
    auditedAs: "password_queue_full",
  });
