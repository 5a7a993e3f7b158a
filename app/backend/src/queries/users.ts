import type { Database } from "../database/database.ts";

/** What any signed-in person may know of others, by name, at most `limit`. */
export function listUsers(database: Database, limit: number) {
  return database
    .selectFrom("User")
    .select(["id", "username"])
    .orderBy((order) => order.fn("lower", ["username"]))
    .limit(limit);
}

/** The account of an e-mail address or a user name, whatever its case. A user name has no `@`, so it is one or the other. */
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

/** A new account; the database refuses a user name or e-mail address that is taken. */
export function insertUser(
  database: Database,
  user: { username: string; email: string; passwordHash: string },
) {
  return database
    .insertInto("User")
    .values({ username: user.username, email: user.email, password_hash: user.passwordHash })
    .returning(["id", "username", "email"]);
}
