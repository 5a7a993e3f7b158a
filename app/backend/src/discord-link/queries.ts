import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** The Discord account with which somebody signs in. */
export function findLink(database: Database, userId: string) {
  return database
    .selectFrom("AccountLink")
    .select(["id", "subject"])
    .where("user_id", "=", userId)
    .where("provider", "=", "discord")
    .where("ended_at", "is", null);
}

/** The active account that a Discord account signs in to. */
export function findLinkedAccount(database: Database, subject: string) {
  return database
    .selectFrom("AccountLink")
    .innerJoin("User", "User.id", "AccountLink.user_id")
    .select(["User.id", "username", "email", "role", "status", "email_verified_at as emailVerifiedAt"])
    .where("provider", "=", "discord")
    .where("subject", "=", subject)
    .where("ended_at", "is", null)
    .where("status", "<>", "deleted");
}

/** Links a Discord account; the database refuses one that is linked, and a second one. */
export function insertLink(database: Database, userId: string, subject: string) {
  return database
    .insertInto("AccountLink")
    .values({ user_id: userId, provider: "discord", subject })
    .returning("id");
}

/** Ends the link of an account; which Discord account it was is forgotten. */
export function endLink(database: Database, userId: string) {
  return database
    .updateTable("AccountLink")
    .set({ subject: null, ended_at: sql<Date>`now()` })
    .where("user_id", "=", userId)
    .where("ended_at", "is", null)
    .returning("id");
}
