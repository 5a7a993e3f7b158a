import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import { holdName } from "../accounts/name-queries.ts";
import type { Database, DatabaseTransaction } from "../database/database.ts";
import { endLink } from "../discord-link/queries.ts";
import { post } from "../mail/outbox.ts";
import type { Vault } from "../privacy/vault.ts";
import { endPlansOf } from "../sessions/leave.ts";
import { revokeSessions } from "../sign-in/queries.ts";
import { emptySlice, leftovers } from "./leftovers.ts";
import { finishErasure, startErasure, takeErasure } from "./queries.ts";

/** What erasing needs. */
export interface Erasing {
  database: Database;
  vault: Vault;
}

/**
 * Does one step of the erasure that is due first: at the beginning the account itself, then one slice of what is left. Each step is one
 * transaction, so that a process may end at any time and another one goes on.
 * @returns false when none is due
 */
export function eraseNext({ database, vault }: Erasing): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const due = await takeErasure(transaction).executeTakeFirst();
    if (!due) return false;
    if (!due.startedAt) await eraseAccount(transaction, vault, due.userId);
    else if (!(await eraseSlice(transaction, due.userId)))
      await finishErasure(transaction, due.userId).execute();
    return true;
  });
}

/** Makes the account a tombstone: its name, address, hash and key are gone, and nobody is signed in. */
async function eraseAccount(transaction: DatabaseTransaction, vault: Vault, userId: string): Promise<void> {
  await startErasure(transaction, userId).execute();
  // The others read the sentence that they read whenever somebody leaves.
  await endPlansOf(transaction, { userId, now: Temporal.Now.instant() });
  const person = await transaction
    .selectFrom("User")
    .select(["username", "email", "status"])
    .where("id", "=", userId)
    .forUpdate()
    .executeTakeFirst();
  if (person && person.status !== "deleted") {
    await holdName(transaction, userId, person.username).execute();
    const mail = { to: person.email, userId: null, details: {} };
    await post(transaction, vault, { key: `erased:${randomUUID()}`, kind: "erased", ...mail });
    // A sign-up that was begun with the same address goes too.
    await transaction
      .deleteFrom("PendingSignUp")
      .where(sql<boolean>`lower(email) = lower(${person.email})`)
      .execute();
  }
  const mark = `deleted-${userId.replaceAll("-", "")}`;
  await transaction
    .updateTable("User")
    .set({
      ...{
        username: mark,
        email: `${mark}@deleted.invalid`,
        password_hash: null,
        status: "deleted",
        role: "member",
      },
      ...{
        email_verified_at: null,
        password_must_be_reset: false,
        age_confirmed: null,
        age_confirmed_at: null,
      },
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", userId)
    .execute();
  await destroyKey(transaction, userId);
  await revokeSessions(transaction, userId, "erased").execute();
  await endLink(transaction, userId).execute();
}

/** From here on nothing that was sealed for the account opens, in the logs and in every backup of what was sealed before. */
async function destroyKey(transaction: DatabaseTransaction, userId: string): Promise<void> {
  const destroyed = { sealed_key: null, destroyed_at: sql<Date>`now()` };
  await transaction
    .insertInto("AccountKey")
    .values({ user_id: userId, ...destroyed })
    .onConflict((conflict) =>
      conflict.column("user_id").doUpdateSet(destroyed).where("AccountKey.destroyed_at", "is", null),
    )
    .execute();
}

async function eraseSlice(transaction: DatabaseTransaction, userId: string): Promise<boolean> {
  for (const leftover of leftovers) {
    const { numAffectedRows } = await emptySlice(leftover, userId).execute(transaction);
    if (numAffectedRows) return true;
  }
  return false;
}

/**
 * Erases accounts again that a restore brought back. Accounts that the restored database does not have are left out.
 * @returns how many were brought back
 */
export async function eraseAgain({ database, vault }: Erasing, userIds: readonly string[]): Promise<number> {
  if (userIds.length === 0) return 0;
  const planned = await database
    .insertInto("Erasure")
    .columns(["user_id", "due_at"])
    .expression((from) =>
      from
        .selectFrom("User")
        .select(["id as user_id", sql<Date>`now()`.as("due_at")])
        .where("id", "in", userIds),
    )
    .onConflict((conflict) =>
      conflict
        .column("user_id")
        .doUpdateSet({
          asked_at: sql<Date>`now()`,
          due_at: sql<Date>`now()`,
          undone_at: null,
          started_at: null,
          finished_at: null,
        })
        .where("Erasure.finished_at", "is", null),
    )
    .returning("user_id")
    .execute();
  while (await eraseNext({ database, vault }));
  return planned.length;
}
