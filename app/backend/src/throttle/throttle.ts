import type { Limit } from "../api/endpoint.ts";

/** Counts how often something was done. */
export interface Throttle {
  /**
   * Uses one of the attempts that a limit allows.
   * @param key who does what
   * @returns null when it is within the limit, otherwise the seconds until it is again
   */
  spend: (key: string, limit: Limit) => Promise<number | null>;
}
