import type { Database } from "../database/database.ts";

/** The account with an e-mail address or user name, ignoring case. A user name has no `@`, so the two cannot be confused. */
export function findAccount(database: Database, identifier: string) {
  const column = identifier.includes("@") ? "email" : "username";
  return database
    .selectFrom("User")
    .select([
      "id",
      "username",
      "email",
      "password_hash as passwordHash",
      "password_must_be_reset as passwordMustBeReset",
    ])
    .where((where) => where(where.fn<string>("lower", [column]), "=", identifier.toLowerCase()));
}

/** Inserts an account; the database refuses a user name or e-mail address that is taken. */
export function insertUser(
  database: Database,
  user: { username: string; email: string; passwordHash: string },
) {
  return database
    .insertInto("User")
    .values({ username: user.username, email: user.email, password_hash: user.passwordHash })
    .returning(["id", "username", "email"]);
}
