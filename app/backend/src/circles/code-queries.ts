import { expressionBuilder, sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { people } from "../safety/people.ts";

const eb = expressionBuilder<Tables>();
const now = sql<Date>`now()`;

/** A code to make: only its hash is kept. */
export interface NewCode {
  ownerId: string;
  poolId: string | null;
  hash: Buffer;
  mostUses: number;
  expiresAt: Date;
}

/** Keeps a new code. */
export function insertCode(database: Database, { ownerId, poolId, hash, mostUses, expiresAt }: NewCode) {
  return database
    .insertInto("InviteCode")
    .values({
      owner_id: ownerId,
      pool_id: poolId,
      code_hash: hash,
      most_uses: mostUses,
      expires_at: expiresAt,
    })
    .returning("id");
}

/** A person's codes that can still be used, newest first. */
export function listCodes(database: Database, ownerId: string) {
  return database
    .selectFrom("InviteCode")
    .select(["id", "pool_id as groupId", "most_uses as mostUses", "uses", "expires_at as expiresAt"])
    .where("owner_id", "=", ownerId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .whereRef("uses", "<", "most_uses")
    .orderBy("created_at", "desc")
    .limit(openCodesLimit);
}

/** Most codes of one person that can be used at the same time. */
export const openCodesLimit = 20;

/** Takes a code back. */
export function revokeCode(database: Database, ownerId: string, id: string) {
  return database
    .updateTable("InviteCode")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("owner_id", "=", ownerId)
    .where("revoked_at", "is", null)
    .returning("id");
}

/**
 * A code that a person may use, locked until the transaction ends, with who gave it. One of somebody who is hidden is found as little as one
 * that was never made.
 */
export function findCode(tx: Database, userId: string, hash: Buffer) {
  return people(tx, userId, "use_code")
    .innerJoin("InviteCode", "InviteCode.owner_id", "person.id")
    .leftJoin("Pool", "Pool.id", "InviteCode.pool_id")
    .select([
      "InviteCode.id",
      "person.id as ownerId",
      "person.username",
      "Pool.id as poolId",
      "Pool.name as poolName",
    ])
    .where("code_hash", "=", hash)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .whereRef("uses", "<", "most_uses")
    .where("Pool.closed_at", "is", null)
    .forNoKeyUpdate("InviteCode");
}

/** The two people between whom a code would do something. */
export function peopleOfCode(hash: Buffer, userId: string) {
  return eb
    .selectFrom("InviteCode")
    .select("owner_id as id")
    .where("code_hash", "=", hash)
    .unionAll(eb.selectFrom("User").select("id").where("id", "=", userId));
}

/** Counts a use of a code: false when this person has used it before. */
export async function spendCode(tx: Database, id: string, userId: string): Promise<boolean> {
  const first = await tx
    .insertInto("InviteCodeUse")
    .values({ code_id: id, user_id: userId })
    .onConflict((conflict) => conflict.columns(["code_id", "user_id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (first)
    await tx
      .updateTable("InviteCode")
      .set((eb) => ({ uses: eb("uses", "+", 1) }))
      .where("id", "=", id)
      .execute();
  return first !== undefined;
}
