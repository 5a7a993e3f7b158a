import { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import type { StateFile } from "../state/state-file.ts";
import { type Check, finding } from "./check.ts";

const hour = 3_600_000;

/** Tables that shrink only by mistake or malice, and by how much they may shrink within a day. */
const watched = ["User", "UserProfile", "Game"];
const share = 0.1;

/** Highest row count of each watched table in each hour, by the start of the hour. */
export const countHistory = z.record(z.string(), z.record(z.string(), z.number()));

export type CountHistory = z.output<typeof countHistory>;

const rows = z.array(z.object({ table_name: z.string(), row_count: z.coerce.number() }));

/** Counts rows and alerts when a tenth of them disappears within 24 hours. */
export function rowCountCheck(state: StateFile<CountHistory>): Check {
  let history = state.read() ?? {};
  return {
    name: "row-counts",
    everySeconds: 60,
    async run(session, { now, gauge }) {
      const found = rows.parse(
        await session.ask("select table_name, row_count from protection.row_counts()"),
      );
      const counts = Object.fromEntries(found.map((row) => [row.table_name, row.row_count]));
      for (const [table, count] of Object.entries(counts)) gauge("guardian_rows", count, { table });
      history = addCounts(history, counts, now);
      state.write(history);
      return countAlerts(history, counts);
    },
  };
}

/** Adds the current counts to the history and drops those older than a day. */
export function addCounts(history: CountHistory, counts: Record<string, number>, now: number): CountHistory {
  const current = String(Math.floor(now / hour) * hour);
  return Object.fromEntries(
    watched.map((table) => {
      const recent = Object.entries(history[table] ?? {}).filter(([from]) => Number(from) > now - 25 * hour);
      const before = Object.fromEntries(recent);
      const count = counts[table];
      return [
        table,
        count === undefined ? before : { ...before, [current]: Math.max(count, before[current] ?? 0) },
      ];
    }),
  );
}

/** A missing table counts as having no rows. */
export function countAlerts(history: CountHistory, counts: Record<string, number>): Alert[] {
  return watched.flatMap((table) => {
    const most = Math.max(0, ...Object.values(history[table] ?? {}));
    const now = counts[table] ?? 0;
    if (now >= most * (1 - share)) return [];
    const summary = `${table} has ${now} rows, but had ${most} within the last day`;
    const fix = 'see "DeleteAuditLog" for who deleted them; ./tovrun restore recovers them';
    return [finding("critical", "RowsGone", { table }, { summary, fix })];
  });
}
