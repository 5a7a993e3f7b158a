/** A clock that can be waited on; tests have their own. */
export interface Waiting {
  /** Milliseconds. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}

/** Requests a second, over all routes: Discord allows 50, and others share our address. */
const globalRate = 40;

interface Bucket {
  /** How many requests are left until `resetAt`. */
  remaining: number;
  /** Milliseconds. */
  resetAt: number;
}

/**
 * Keeps requests within what Discord allows. Which routes share a limit is known only from its answers: it names a route's bucket, and buckets
 * are counted for each channel or server.
 */
export class RateLimits {
  readonly #waiting: Waiting;
  readonly #buckets = new Map<string, Bucket>();
  readonly #bucketOfRoute = new Map<string, string>();
  readonly #queues = new Map<string, Promise<unknown>>();
  #pausedUntil = 0;
  #second = 0;
  #inSecond = 0;

  constructor(waiting: Waiting) {
    this.#waiting = waiting;
  }

  /** Runs requests of one bucket in turn, each when it may. @param route its name without ids @param major the channel or server */
  async inTurn<Result>(route: string, major: string, request: () => Promise<Result>): Promise<Result> {
    const key = this.#keyOf(route, major);
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before
      .catch(() => undefined)
      .then(async () => {
        await this.#untilAllowed(this.#keyOf(route, major));
        return request();
      });
    this.#queues.set(key, mine);
    void mine
      .catch(() => undefined)
      .finally(() => {
        if (this.#queues.get(key) === mine) this.#queues.delete(key);
      });
    return mine;
  }

  /** Learns from an answer. @returns milliseconds to wait before the same request may be sent again; null when it was not limited */
  learn(
    route: string,
    major: string,
    { status, headers }: Pick<Response, "status" | "headers">,
  ): number | null {
    const name = headers.get("x-ratelimit-bucket");
    if (name) this.#bucketOfRoute.set(route, name);
    const key = this.#keyOf(route, major);
    const remaining = Number(headers.get("x-ratelimit-remaining") ?? Number.NaN);
    const resetAfter = Number(headers.get("x-ratelimit-reset-after") ?? Number.NaN);
    const now = this.#waiting.now();
    if (!Number.isNaN(remaining) && !Number.isNaN(resetAfter))
      this.#buckets.set(key, { remaining, resetAt: now + resetAfter * 1_000 });
    if (status !== 429) return null;
    const wait = Math.max(Number(headers.get("retry-after") ?? 1), 0.05) * 1_000;
    if (headers.get("x-ratelimit-global") === "true") this.#pausedUntil = now + wait;
    else this.#buckets.set(key, { remaining: 0, resetAt: now + wait });
    return wait;
  }

  #keyOf(route: string, major: string): string {
    return `${this.#bucketOfRoute.get(route) ?? route} ${major}`;
  }

  async #untilAllowed(key: string): Promise<void> {
    for (;;) {
      const now = this.#waiting.now();
      const wait = Math.max(this.#pausedUntil - now, this.#bucketWait(key, now), this.#secondWait(now));
      if (wait <= 0) break;
      await this.#waiting.sleep(wait);
    }
    this.#inSecond += 1;
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.remaining -= 1;
  }

  #bucketWait(key: string, now: number): number {
    const bucket = this.#buckets.get(key);
    if (!bucket) return 0;
    if (bucket.resetAt <= now) this.#buckets.delete(key);
    return bucket.remaining > 0 ? 0 : bucket.resetAt - now;
  }

  #secondWait(now: number): number {
    const second = Math.floor(now / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#inSecond = 0;
    }
    return this.#inSecond < globalRate ? 0 : (second + 1) * 1_000 - now;
  }
}
