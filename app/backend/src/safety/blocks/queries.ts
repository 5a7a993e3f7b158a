import { sql } from "kysely";
import { comesAfter, exactTime, type Place } from "../../api/page.ts";
import type { Database } from "../../database/database.ts";
import type { BlockMode } from "../../database/tables/safety.ts";
import { haveMet } from "../relation-sql.ts";

/** A person's own blocks, newest first; one more than `limit`. The names stay readable, so that a block can be ended. */
export function listBlocks(
  database: Database,
  blockerId: string,
  { limit, after }: { limit: number; after: Place | undefined },
) {
  const blocks = database
    .selectFrom("UserBlock")
    .innerJoin("User as person", "person.id", "UserBlock.blocked_id")
    .select(["UserBlock.id", "person.id as personId", "person.username", "UserBlock.mode"])
    .select(exactTime("UserBlock.created_at").as("at"))
    .where("blocker_id", "=", blockerId)
    .where("ended_at", "is", null)
    // A deleted account is no longer anybody.
    .where("person.status", "<>", "deleted")
    .orderBy("UserBlock.created_at", "desc")
    .orderBy("UserBlock.id", "desc")
    .limit(limit + 1);
  return after ? blocks.where(comesAfter("UserBlock", "<", after)) : blocks;
}

/** Whether somebody may block a person: one they have met, whether or not that person can still be seen. */
export function findBlockable(database: Database, blockerId: string, personId: string) {
  return database
    .selectFrom("User as person")
    .select("person.id")
    .where("person.id", "=", personId)
    .where("person.id", "<>", blockerId)
    .where((where) => haveMet(blockerId, where.ref("person.id")));
}

/** Ends a person's block of another. */
export function endBlock(database: Database, blockerId: string, personId: string) {
  return database
    .updateTable("UserBlock")
    .set({ ended_at: sql<Date>`now()` })
    .where("blocker_id", "=", blockerId)
    .where("blocked_id", "=", personId)
    .where("ended_at", "is", null)
    .returning("id");
}

/** Blocks a person. */
export function insertBlock(
  database: Database,
  block: { blockerId: string; personId: string; mode: BlockMode },
) {
  return database
    .insertInto("UserBlock")
    .values({ blocker_id: block.blockerId, blocked_id: block.personId, mode: block.mode })
    .returning("id");
}

/** Makes two people strangers who knew each other by a code or a session. */
export function endAcquaintance(database: Database, one: string, other: string) {
  return database
    .updateTable("UserAcquaintance")
    .set({ ended_at: sql<Date>`now()` })
    .where("low_id", "=", sql<string>`least(${one}::uuid, ${other}::uuid)`)
    .where("high_id", "=", sql<string>`greatest(${one}::uuid, ${other}::uuid)`)
    .where("ended_at", "is", null);
}
