import type { RestoreContainer } from "./restore-container.ts";
import {
  dropsDatabase,
  dropsTables,
  type LoggedStatement,
  parseLog,
  statementOfTransaction,
} from "./statement-log.ts";
import { type Ancestry, isPast, type Lsn, runsOf, segmentName, segmentNumber } from "./wal.ts";
import {
  beginningOfDrop,
  commitTime,
  databasesOfDroppedFiles,
  droppedDatabases,
  parseRecords,
  type WalRecord,
} from "./wal-record.ts";
import type { WalSource } from "./wal-sources.ts";

/** How something was destroyed, and where the log has to end for it to be there. */
export interface Drop {
  readonly what: "database" | "table";
  /** What is restored ends right before this position. */
  readonly before: Lsn;
  readonly timeline: number;
  /** When it was committed; undefined when it was not, or the log ends before. */
  readonly time: Date | undefined;
  /** Who did it, as the structured log tells. */
  readonly statement: LoggedStatement | undefined;
}

/** What to look for, and where. */
export interface DropSearch {
  readonly sources: readonly WalSource[];
  readonly ancestry: Ancestry;
  /** OID of the database, undefined when nothing tells it. */
  readonly oid: number | undefined;
  readonly databaseName: string;
  readonly statements: readonly LoggedStatement[];
}

interface Found {
  readonly source: WalSource;
  readonly timeline: number;
  /** Last segment of the run it was found in. */
  readonly last: string;
  readonly record: WalRecord;
}

/** Folder of the structured log in the server's container. */
const LOG = "/var/log/postgresql";

/** The destroying statements that the structured log tells of. */
export async function droppingStatements(container: RestoreContainer): Promise<LoggedStatement[]> {
  return parseLog(await container.script("dropping-statements.sh", LOG));
}

/** `pg_waldump` ends with an error at the end of the log: what it printed before that is what there is. */
async function dump({ container, readable }: WalSource, options: readonly string[]): Promise<WalRecord[]> {
  return parseRecords((await container.run(["pg_waldump", `--path=${readable}`, ...options])).stdout);
}

/** Rows changed in place from a segment on: few among many other records, so they are sought where the log is. */
async function changesInPlace(
  { container, readable }: WalSource,
  range: readonly [string, string],
): Promise<WalRecord[]> {
  const seek = `pg_waldump --path="$1" --rmgr=Heap "$2" "$3" 2>/dev/null | grep -F 'desc: INPLACE'`;
  return parseRecords((await container.run(["sh", "-c", seek, "sh", readable, ...range])).stdout);
}

/** Looks through everything that is there, and keeps what happened in the present timeline's past. */
async function scan({ sources, ancestry }: DropSearch, options: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const source of sources) {
    for (const { timeline, first, last } of runsOf(source.segments)) {
      const records = await dump(source, [...options, first, last]);
      found.push(...records.map((record) => ({ source, timeline, last, record })));
    }
  }
  return found.filter(({ timeline, record }) => isPast(ancestry, timeline, record.lsn));
}

const newestFirst = (a: Found, b: Found) => (a.record.lsn < b.record.lsn ? 1 : -1);

/** The segment in which a look at a transaction has to begin: one before its own, where that is there. */
function startFor({ source, timeline, record }: Found): string {
  const number = segmentNumber(record.lsn);
  const before = segmentName(timeline, number - 1n);
  return source.segments.some(({ name }) => name === before) ? before : segmentName(timeline, number);
}

/** The newest DROP DATABASE of the database; undefined when the log knows none. */
export async function findDatabaseDrop(search: DropSearch): Promise<Drop | undefined> {
  const { oid, databaseName, statements } = search;
  const drops = (await scan(search, ["--rmgr=Database"])).filter(({ record }) => {
    const oids = droppedDatabases(record);
    return oid === undefined ? oids.length > 0 : oids.includes(oid);
  });
  const [newest] = drops.sort(newestFirst);
  if (!newest) return undefined;
  const { source, timeline, record } = newest;
  const range = [startFor(newest), newest.last] as const;
  const own = await dump(source, [`--xid=${record.xid}`, ...range]);
  const inPlace = await changesInPlace(source, range);
  const time = own.map(commitTime).find((each) => each !== undefined);
  const named = statements.filter((statement) => dropsDatabase(statement, databaseName));
  return {
    what: "database",
    before: beginningOfDrop(own, inPlace) ?? record.lsn,
    timeline,
    time,
    statement: statementOfTransaction(named, record.xid, time),
  };
}

/** The newest DROP of tables that was committed, by the structured log's statement and the log's next commit that removed files. */
export async function findTableDrop(search: DropSearch): Promise<Drop | undefined> {
  const { oid, databaseName } = search;
  const statements = search.statements.filter(
    (statement) => statement.database === databaseName && dropsTables(statement),
  );
  if (statements.length === 0 || oid === undefined) return undefined;
  const commits = (await scan(search, ["--rmgr=Transaction"]))
    .filter(({ record }) => databasesOfDroppedFiles(record).includes(oid))
    .sort(newestFirst);
  for (const { timeline, record } of commits) {
    const time = commitTime(record);
    const statement = time && statementOfTransaction(statements, record.xid, time);
    if (time && statement) return { what: "table", before: record.lsn, timeline, time, statement };
  }
  return undefined;
}
