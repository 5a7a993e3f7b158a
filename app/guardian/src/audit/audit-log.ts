import type { Logger } from "@tovplay/runtime/log";
import type { Session } from "../rounds/session.ts";
import { type ConnectionRow, insertSql, insertValues } from "./connection-rows.ts";

/** Rows that wait while the database is away; the oldest are left out when there are more, and counted. */
const most = 10_000;

/** Rows that are written in one statement. */
const batch = 500;

/** What the guardian writes down about connections. */
export interface AuditLog {
  add(row: ConnectionRow): void;
  /** Writes what waits, as far as the database lets it. */
  flush(): Promise<void>;
  /** Rows that wait. */
  waiting(): number;
  /** Rows that were left out. */
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
        // What the table can never take would keep all others out.
        if (isUnfit(error)) lost += part.length;
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
        if (!failing) log.warn({ err: error, waiting: rows.length }, "connections cannot be recorded");
        failing = true;
      }
    },
    waiting: () => rows.length,
    lost: () => lost,
  };
}

/** SQLSTATEs of values that do not fit, and of a constraint. */
function isUnfit(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("22") || code.startsWith("23");
}
