import type { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import type { Database } from "../database/database.ts";
import type { Vault } from "../privacy/vault.ts";
import { insertUndoable } from "./queries.ts";
import type { undoAnswer } from "./schemas.ts";

/** For how long a change can be taken back, in minutes. */
const undoMinutes = 10;

/** A change that somebody made, and how it was before. */
export interface Undoable {
  userId: string;
  /** Name of the command, which says how to take it back. */
  command: string;
  /** What was changed. */
  subjectId: string;
  /** How it was before: all that the inverse needs, as JSON. */
  before: unknown;
  now: Temporal.Instant;
}

/** Remembers a change for ten minutes, in its own transaction. Returns how to take it back. */
export async function undoable(
  tx: Database,
  vault: Vault,
  { userId, command, subjectId, before, now }: Undoable,
): Promise<z.input<typeof undoAnswer>> {
  const until = now.add({ minutes: undoMinutes });
  const { id } = await insertUndoable(tx, {
    userId,
    command,
    subjectId,
    before: await vault.seal(tx, userId, "undo", JSON.stringify(before)),
    expiresAt: new Date(until.epochMilliseconds),
  }).executeTakeFirstOrThrow();
  return { id, until: until.toString() };
}
