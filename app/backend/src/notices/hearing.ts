import { type Expression, type SqlBool, sql } from "kysely";
import type { Database } from "../database/database.ts";
import { isAllowed, mayTo } from "../safety/people.ts";

/** Whether somebody may be told of another person: a person who is hidden from them does not exist, in notices too. */
export function mayHearOf(database: Database, userId: string, otherId: string): Promise<boolean> {
  return mayTo(database, userId, "see", otherId);
}

/** The same question about the person in a column of a query. */
export function mayHearOfColumn(
  database: Database,
  userId: string,
  column: Expression<string | null>,
): Expression<SqlBool> {
  // Null is nobody, and nobody is allowed.
  return isAllowed(database, userId, "see", sql<string>`${column}`);
}
