import { isIP } from "node:net";
import type { LogEvent } from "../log/event.ts";

/** A row of "ConnectionAuditLog". */
export interface ConnectionRow {
  at: Date;
  event: "connected" | "refused" | "disconnected" | "superuser";
  role: string | null;
  database: string | null;
  /** Null for the local socket. */
  address: string | null;
  application: string | null;
  session: string | null;
  detail: string | null;
}

/** The row for an event; undefined when it is not a connection, or is one of the server's own programs. */
export function connectionRow(
  event: LogEvent,
  expectedApplications: readonly string[],
): ConnectionRow | undefined {
  const { kind, application, address } = event;
  if (kind !== "connected" && kind !== "refused" && kind !== "disconnected" && kind !== "superuser")
    return undefined;
  // Health checks connect through the socket every few seconds.
  if (address === "[local]" && expectedApplications.some((name) => application.startsWith(name)))
    return undefined;
  return {
    at: new Date(event.at),
    event: kind,
    role: event.role || null,
    database: event.database || null,
    address: isIP(address) ? address : null,
    application: application || null,
    session: event.session || null,
    detail: event.message || null,
  };
}

const columns = [
  ["at", "timestamptz"],
  ["event", "text"],
  ["role", "text"],
  ["database", "text"],
  ["address", "inet"],
  ["application", "text"],
  ["session", "text"],
  ["detail", "text"],
] as const;

export const insertSql = `insert into "ConnectionAuditLog"
  (at, event, database_role, database_name, client_address, application_name, session_id, detail)
  select * from unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ")})`;

/** Values of {@link insertSql}: a list for each column. */
export function insertValues(rows: readonly ConnectionRow[]): unknown[] {
  return columns.map(([name]) => rows.map((row) => row[name]));
}
