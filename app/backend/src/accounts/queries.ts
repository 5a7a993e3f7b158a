import { sql } from "kysely";
import type { Database } from "../database/database.ts";

const accountColumns = [
  "id",
  "username",
  "email",
  "role",
  "status",
  "email_verified_at as emailVerifiedAt",
  "password_hash as passwordHash",
  "password_must_be_reset as passwordMustBeReset",
] as const;

const now = sql<Date>`now()`;

/** The account with an e-mail address or user name, ignoring case. A user name has no `@`, so the two cannot be confused. */
export function findAccount(database: Database, identifier: string) {
  const column = sql.ref(identifier.includes("@") ? "email" : "username");
  return database
    .selectFrom("User")
    .select(accountColumns)
    .where(sql<boolean>`lower(${column}) = lower(${identifier})`)
    .where("status", "<>", "deleted");
}

/** The account with an id. */
export function findAccountById(database: Database, id: string) {
  return database
    .selectFrom("User")
    .select([...accountColumns, "created_at as createdAt"])
    .where("id", "=", id)
    .where("status", "<>", "deleted");
}

/** Inserts an account whose address is proven; the database refuses a user name or e-mail address that is taken. */
export function insertUser(
  database: Database,
  user: { username: string; email: string; passwordHash: string; age: number; confirmedAt: Date },
) {
  return database
    .insertInto("User")
    .values({
      username: user.username,
      email: user.email,
      password_hash: user.passwordHash,
      email_verified_at: now,
      age_confirmed: user.age,
      age_confirmed_at: user.confirmedAt,
    })
    .returning(["id", "username", "email", "role", "email_verified_at as emailVerifiedAt"]);
}

/** Replaces a password's hash by a better one of the same password, unless the password was changed meanwhile. */
export function replaceHash(
  database: Database,
  { userId, from, to }: { userId: string; from: string; to: string },
) {
  return database
    .updateTable("User")
    .set({ password_hash: to, updated_at: now })
    .where("id", "=", userId)
    .where("password_hash", "=", from);
}

/** Sets a new password. @param provesEmail whether it was chosen through a mail, which proves the address too */
export function setPassword(database: Database, userId: string, hash: string, provesEmail: boolean) {
  return database
    .updateTable("User")
    .set({
      password_hash: hash,
      password_must_be_reset: false,
      updated_at: now,
      ...(provesEmail && { email_verified_at: sql<Date>`coalesce(email_verified_at, now())` }),
    })
    .where("id", "=", userId)
    .where("status", "=", "active")
    .returning(["id", "username", "email", "role", "email_verified_at as emailVerifiedAt"]);
}

/** Sets a new address that is proven. */
export function setEmail(database: Database, userId: string, email: string) {
  return database
    .updateTable("User")
    .set({ email, email_verified_at: now, updated_at: now })
    .where("id", "=", userId)
    .where("status", "<>", "deleted");
}

/** Sets a new user name. */
export function setUsername(database: Database, userId: string, username: string) {
  return database
    .updateTable("User")
    .set({ username, updated_at: now })
    .where("id", "=", userId)
    .returning(["id", "username", "email", "role", "email_verified_at as emailVerifiedAt"]);
}
