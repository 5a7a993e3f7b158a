import type { Temporal } from "temporal-polyfill";

/** When something happens, and who did it. */
export interface Happening {
  now: Temporal.Instant;
  /** The person who did it, who need not be told; null for the clock. */
  actorId: string | null;
}
