import { momentOf } from "../terminal/moment.ts";
import { type Lsn, parseLsn } from "./wal.ts";

/** A record in the output of `pg_waldump`. */
export interface WalRecord {
  manager: string;
  xid: number;
  lsn: Lsn;
  text: string;
}

const line = /^rmgr: (\S+)\s+len .*?, tx:\s*(\d+), lsn: ([0-9A-F]+\/[0-9A-F]+), prev \S+, desc: (.*)$/;

/** Parses the output of `pg_waldump`; skips lines that are not records. */
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

/** OIDs of the databases in which a commit removes table and index files. */
export function databasesOfDroppedFiles({ text }: WalRecord): number[] {
  const files = /^COMMIT .*?; rels: ([^;]*)/.exec(text)?.[1] ?? "";
  return [...files.matchAll(/base\/(\d+)\/\d+/g)].map((match) => Number(match[1]));
}

/** Commit time to the millisecond; undefined for other records. */
export function commitTime({ text }: WalRecord): Date | undefined {
  const match = /^COMMIT (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) UTC/.exec(text);
  return match ? momentOf(`${match[1]}T${match[2]}Z`) : undefined;
}

/** Row and table of a record. */
function rowOf({ text }: WalRecord): string | undefined {
  const match = /^(?:DELETE|INPLACE)\b.*?\boff: (\d+).*? rel (\S+) blk (\d+)/.exec(text);
  return match ? match.slice(1).join(" ") : undefined;
}

/**
 * Where a DROP DATABASE begins. It first marks the database invalid, in a record outside any transaction that is never rolled
 * back, so a restore has to end before that record.
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
