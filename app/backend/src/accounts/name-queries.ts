import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database, DatabaseTransaction } from "../database/database.ts";
import { lookInSql, lookOf } from "./look.ts";

/** How long nobody else may take a name that somebody gave up, in days. */
const heldDays = 90;

const now = sql<Date>`now()`;

/** Only a hash is kept of a name that was given up. */
const heldHash = (username: string) =>
  createHash("sha256")
    .update(`name\n${lookOf(username)}`)
    .digest();

/**
 * Makes those wait who want a name with the same look, until this transaction ends. It holds a row of "Throttle", which is swept later: the
 * application may not take advisory locks.
 */
export function lockLook(transaction: DatabaseTransaction, username: string) {
  return transaction
    .insertInto("Throttle")
    .values({
      key: createHash("sha256")
        .update(`look ${lookOf(username)}`)
        .digest(),
      empty_at: now,
    })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ empty_at: now }));
}

/**
 * Whether a name is taken, looks like one that is, or is kept for somebody.
 * @param by whose own name, held name and pending sign-up do not count
 */
export async function isTaken(
  database: Database,
  username: string,
  by: { userId?: string; pendingId?: string } = {},
): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select
    exists (select from "User" where ${lookInSql} = ${lookOf(username)} and id is distinct from ${by.userId ?? null}::uuid)
    or exists (select from "PendingSignUp" where lower(username) = lower(${username}) and used_at is null and expires_at > now()
      and id is distinct from ${by.pendingId ?? null}::uuid)
    or exists (select from "HeldName" where name_hash = ${heldHash(username)} and until > now()
      and user_id is distinct from ${by.userId ?? null}::uuid) as taken`.execute(database);
  return rows[0]?.taken ?? true;
}

/** Keeps a name for who gives it up. */
export function holdName(database: Database, userId: string, username: string) {
  const until = sql<Date>`now() + make_interval(days => ${sql.lit(heldDays)})`;
  return database
    .insertInto("HeldName")
    .values({ name_hash: heldHash(username), user_id: userId, until })
    .onConflict((conflict) => conflict.column("name_hash").doUpdateSet({ user_id: userId, until }));
}

/** How many names are kept for an account. */
export function countHeldNames(database: Database, userId: string) {
  return database
    .selectFrom("HeldName")
    .select((row) => row.fn.countAll<string>().as("count"))
    .where("user_id", "=", userId)
    .where("until", ">", now);
}

/** Removes names that are free again, at most 500 at once. */
export function sweepHeldNames(database: Database) {
  return database
    .deleteFrom("HeldName")
    .where("name_hash", "in", (from) =>
      from.selectFrom("HeldName").select("name_hash").where("until", "<", now).limit(500),
    );
}
