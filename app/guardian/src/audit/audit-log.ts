import type { Logger } from "@tovplay/runtime/log";
import type { Session } from "../rounds/session.ts";
import { type ConnectionRow, insertSql, insertValues } from "./connection-rows.ts";

/** Maximum number of rows that wait while the database is unreachable; the oldest are then dropped and counted. */
const most = 10_000;

/** Rows per INSERT statement. */
const batch = 500;

/** Records connections in the database. */
export interface AuditLog {
  add(row: ConnectionRow): void;
  /** Inserts the waiting rows, as far as the database accepts them. */
  flush(): Promise<void>;
  /** Number of waiting rows. */
  waiting(): number;
  /** Number of dropped rows. */
  lost(): number;
}

export function auditLog(session: Session, log: Logger): AuditLog {
  let rows: ConnectionRow[] = [];
  let lost = 0;
  let failing = false;

  const write = async () => {
    while (rows.length > 0) {
      const part = rows.slice(0, batch);
      rows = rows.slice(part.length);
      try {
        await session.ask(insertSql, insertValues(part));
      } catch (error) {
        // Rows that the table can never accept would block all others.
        if (isInvalid(error)) lost += part.length;
        else rows = [...part, ...rows];
        throw error;
      }
    }
  };
  return {
    add(row) {
      rows.push(row);
      if (rows.length <= most) return;
      rows = rows.slice(batch);
      lost += batch;
    },
    async flush() {
      try {
        await write();
        failing = false;
      } catch (error) {
        if (!failing) log.warn({ err: error, waiting: rows.length }, "cannot record connections");
        failing = true;
      }
    },
    waiting: () => rows.length,
    lost: () => lost,
  };
}

/** SQLSTATE classes of data exceptions and constraint violations. */
function isInvalid(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("22") || code.startsWith("23");
}
