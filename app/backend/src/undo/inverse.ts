import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { Vault } from "../privacy/vault.ts";

/** What an inverse works with. */
export interface Undoing {
  userId: string;
  subjectId: string;
  /** How it was before, as the command gave it; each inverse parses it. */
  before: unknown;
  now: Temporal.Instant;
  vault: Vault;
}

/**
 * Takes a change back, in the given transaction.
 * @returns whether it was possible; false leaves everything as it is
 */
export type Inverse = (tx: Database, undoing: Undoing) => Promise<boolean>;
