import type { SelectQueryBuilder } from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";

/**
 * Lets one change that concerns a person happen at a time, until the transaction ends: a question and a block at the same moment come
 * one after the other, and the second sees the first. Take it once, before reading what the change depends on. All are locked in
 * the same order, so that nobody waits in a circle. One statement, whether these people exist or not.
 */
export async function lockPeople(tx: Database, ids: readonly string[]): Promise<void> {
  await locked(tx).where("id", "in", ids).execute();
}

/** Like {@link lockPeople} for the two people of a row, if there is one. */
export async function lockPeopleOf(tx: Database, ids: PeopleIds): Promise<void> {
  await locked(tx).where("id", "in", ids).execute();
}

/** Selects the ids of people. */
type PeopleIds = SelectQueryBuilder<Tables, never, { id: string }>;

function locked(tx: Database) {
  return tx.selectFrom("User").select("id").orderBy("id").forNoKeyUpdate();
}
