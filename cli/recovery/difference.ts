import { z } from "zod";
import { scriptText } from "./restore-container.ts";
import { askJson, type SocketServer } from "./sql.ts";

/** Row count by table, `schema.name`. */
export const rowCountsSchema = z.record(z.string(), z.number());
export type RowCounts = z.infer<typeof rowCountsSchema>;

/** Counts the rows of every table of a database. @throws {Failure} when the server or the database does not answer */
export function countRows(server: SocketServer, database: string): Promise<RowCounts> {
  return askJson(server, { database, sql: scriptText("row-counts.sql"), schema: rowCountsSchema });
}

/** A table's row counts in the live and the restored cluster; undefined where the table is missing. */
export interface TableDifference {
  table: string;
  live: number | undefined;
  restored: number | undefined;
}

/** The tables with different row counts, and the number of the others. All tables differ when the live database is gone. */
export function differences(
  live: RowCounts | undefined,
  restored: RowCounts,
): { changed: TableDifference[]; same: number } {
  const tables = [...new Set([...Object.keys(live ?? {}), ...Object.keys(restored)])].sort();
  const all = tables.map((table) => ({ table, live: live?.[table], restored: restored[table] }));
  const changed = all.filter((each) => each.live !== each.restored);
  return { changed, same: all.length - changed.length };
}

/** Differences as table rows, heading first. */
export function differenceRows(changed: readonly TableDifference[]): string[][] {
  const figure = (rows: number | undefined) => (rows === undefined ? "none" : String(rows));
  return [
    ["TABLE", "LIVE ROWS", "RESTORED ROWS"],
    ...changed.map(({ table, live, restored }) => [table, figure(live), figure(restored)]),
  ];
}
