import { momentOf } from "../terminal/moment.ts";
import { type Lsn, parseLsn } from "./wal.ts";

/** A record as `pg_waldump` prints it. */
export interface WalRecord {
  readonly manager: string;
  readonly xid: number;
  readonly lsn: Lsn;
  readonly text: string;
}

const line = /^rmgr: (\S+)\s+len .*?, tx:\s*(\d+), lsn: ([0-9A-F]+\/[0-9A-F]+), prev \S+, desc: (.*)$/;

/** Reads what `pg_waldump` printed; lines that are no records are left out. */
export function parseRecords(text: string): WalRecord[] {
  return text.split("\n").flatMap((each) => {
    const match = line.exec(each);
    if (!match) return [];
    const [, manager = "", xid = "", lsn = "", description = ""] = match;
    return [{ manager, xid: Number(xid), lsn: parseLsn(lsn), text: description }];
  });
}

/** OIDs of the databases whose files a record removes. */
export function droppedDatabases({ manager, text }: WalRecord): number[] {
  if (manager !== "Database" || !text.startsWith("DROP ")) return [];
  return [...text.matchAll(/\d+\/(\d+)/g)].map((match) => Number(match[1]));
}

/** OIDs of the databases in which a commit removes files of tables and indexes. */
export function databasesOfDroppedFiles({ text }: WalRecord): number[] {
  const files = /^COMMIT .*?; rels: ([^;]*)/.exec(text)?.[1] ?? "";
  return [...files.matchAll(/base\/(\d+)\/\d+/g)].map((match) => Number(match[1]));
}

/** When a transaction was committed; undefined for other records. Precise to the millisecond. */
export function commitTime({ text }: WalRecord): Date | undefined {
  const match = /^COMMIT (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) UTC/.exec(text);
  return match ? momentOf(`${match[1]}T${match[2]}Z`) : undefined;
}

/** Which row of which table a record is about. */
function rowOf({ text }: WalRecord): string | undefined {
  const match = /^(?:DELETE|INPLACE)\b.*?\boff: (\d+).*? rel (\S+) blk (\d+)/.exec(text);
  return match ? match.slice(1).join(" ") : undefined;
}

/**
 * Where a DROP DATABASE begins. It marks the database invalid first, in a record that belongs to no transaction and so is not
 * undone: what is restored has to end before that one.
 * @param own records of its transaction
 * @param inPlace records that change rows in place
 */
export function beginningOfDrop(own: readonly WalRecord[], inPlace: readonly WalRecord[]): Lsn | undefined {
  const first = own[0];
  if (!first) return undefined;
  const rows = new Set(own.map(rowOf).filter((row) => row !== undefined));
  const mark = inPlace.findLast((record) => {
    const row = rowOf(record);
    return record.text.startsWith("INPLACE") && record.lsn < first.lsn && row !== undefined && rows.has(row);
  });
  return mark?.lsn ?? first.lsn;
}
