import type { Expression, SqlBool } from "kysely";
import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** Whether somebody may be told of another person. */
export async function mayHearOf(_database: Database, _userId: string, _otherId: string): Promise<boolean> {
  return true;
}
/** The same question about the person in a column of a query. */
export function mayHearOfColumn(
  _database: Database,
  _userId: string,
  column: Expression<string | null>,
): Expression<SqlBool> {
  return sql<SqlBool>`${column} is not null`;
}
