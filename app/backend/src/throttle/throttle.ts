/** How often something may be done: `most` times at once, and again as the time of `seconds` passes. */
export interface Rate {
  most: number;
  seconds: number;
}

/** Counts how often something was done. */
export interface Throttle {
  /**
   * Uses one of the attempts that a rate allows.
   * @param key who does what
   * @returns null when it is within the rate, otherwise the seconds until it is again; that attempt does not count
   */
  spend: (key: string, rate: Rate) => Promise<number | null>;
  /** Forgets all attempts, for example after a right password. */
  forgive: (key: string) => Promise<void>;
}
