import type { Insertable } from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";

/** A row of the audit log. */
export type AuditRow = Insertable<Tables["audit_log"]>;

/** Inserts one row. Returns nothing, because the application may not read the log. */
export function insertAuditRow(database: Database, row: AuditRow) {
  return database.insertInto("audit_log").values(row);
}
