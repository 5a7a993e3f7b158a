import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { ProofPurpose } from "../database/tables/accounts.ts";

const now = sql<Date>`now()`;

/** How long the links in mails work, in seconds. */
export const linkSeconds = { signUp: 86_400, email: 86_400, reset: 3_600, erasure: 3_600 };

/** Keeps a sign-up until its link is used. */
export function insertPendingSignUp(
  database: Database,
  pending: { username: string; email: string; tokenHash: Buffer; age: number; until: Date },
) {
  return database
    .insertInto("PendingSignUp")
    .values({
      username: pending.username,
      email: pending.email,
      token_hash: pending.tokenHash,
      age_confirmed: pending.age,
      expires_at: pending.until,
    })
    .returning("id");
}

/** The sign-up that a link finishes, while it is open. */
export function findPendingSignUp(database: Database, tokenHash: Buffer) {
  return database
    .selectFrom("PendingSignUp")
    .select(["id", "username", "email", "age_confirmed as age", "created_at as confirmedAt"])
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now);
}

/** Marks a sign-up as finished, once. */
export function usePendingSignUp(database: Database, id: string) {
  return database
    .updateTable("PendingSignUp")
    .set({ used_at: now })
    .where("id", "=", id)
    .where("used_at", "is", null)
    .returning("id");
}

/** Gives the newest open sign-up of an address another link. */
export function renewPendingSignUp(database: Database, email: string, tokenHash: Buffer) {
  return database
    .updateTable("PendingSignUp")
    .set({ token_hash: tokenHash })
    .where("id", "=", (from) =>
      from
        .selectFrom("PendingSignUp")
        .select("id")
        .where(sql<boolean>`lower(email) = lower(${email})`)
        .where("used_at", "is", null)
        .where("expires_at", ">", now)
        .orderBy("created_at", "desc")
        .limit(1),
    )
    .returning("username");
}

/** Removes sign-ups that were finished or never were, a day after their links ended; at most 500 at once. */
export function sweepPendingSignUps(database: Database) {
  return database
    .deleteFrom("PendingSignUp")
    .where("id", "in", (from) =>
      from
        .selectFrom("PendingSignUp")
        .select("id")
        .where("expires_at", "<", sql<Date>`now() - interval '1 day'`)
        .limit(500),
    );
}

/** Keeps a link with which a password is chosen. A mail that is tried again has the same link. */
export function insertReset(database: Database, userId: string, tokenHash: Buffer, until: Date) {
  return database
    .insertInto("password_reset_tokens")
    .values({ user_id: userId, token_hash: tokenHash, expires_at: until })
    .onConflict((conflict) => conflict.column("token_hash").doNothing());
}

/** The active account whose password a link changes, while the link works. */
export function findReset(database: Database, tokenHash: Buffer) {
  return database
    .selectFrom("password_reset_tokens")
    .innerJoin("User", "User.id", "password_reset_tokens.user_id")
    .select(["User.id", "User.username", "User.email"])
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("User.status", "=", "active");
}

/** Marks a link as used, once. */
export function useReset(database: Database, tokenHash: Buffer) {
  return database
    .updateTable("password_reset_tokens")
    .set({ used_at: now })
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning("user_id as userId");
}

/** Marks all links of an account as used. */
export function useResets(database: Database, userId: string) {
  return database
    .updateTable("password_reset_tokens")
    .set({ used_at: now })
    .where("user_id", "=", userId)
    .where("used_at", "is", null);
}

/** Keeps a link that proves an address of an account. */
export function insertEmailProof(
  database: Database,
  proof: { userId: string; email: string; tokenHash: Buffer; until: Date; purpose?: ProofPurpose },
) {
  return database.insertInto("EmailVerification").values({
    user_id: proof.userId,
    email: proof.email,
    token_hash: proof.tokenHash,
    expires_at: proof.until,
    purpose: proof.purpose ?? "address",
  });
}

/** Uses a link that proves an address, once and for its purpose. */
export function useEmailProof(database: Database, tokenHash: Buffer, purpose: ProofPurpose) {
  return database
    .updateTable("EmailVerification")
    .set({ used_at: now })
    .where("token_hash", "=", tokenHash)
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning(["user_id as userId", "email"]);
}

/** Ends the other links of an account that prove addresses. */
export function useEmailProofs(database: Database, userId: string) {
  return database
    .updateTable("EmailVerification")
    .set({ used_at: now })
    .where("user_id", "=", userId)
    .where("used_at", "is", null);
}
