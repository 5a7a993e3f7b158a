import type { Cluster } from "./cluster.ts";
import type { Inspection } from "./inspection.ts";
import { databaseOid } from "./repository.ts";
import type { RestoreContainer, RestoreContainers } from "./restore-container.ts";
import {
  dropsDatabase,
  dropsTables,
  type LoggedStatement,
  parseLog,
  statementOfTransaction,
} from "./statement-log.ts";
import { type Ancestry, isInHistory, type Lsn, runsOf, segmentName, segmentNumber } from "./wal.ts";
import {
  beginningOfDrop,
  commitTime,
  databasesOfDroppedFiles,
  droppedDatabases,
  parseRecords,
  type WalRecord,
} from "./wal-record.ts";
import type { WalSource } from "./wal-sources.ts";

/** A drop in the write-ahead log, and the position to restore to. */
export interface Drop {
  what: "database" | "table";
  /** The restore ends right before this position. */
  before: Lsn;
  timeline: number;
  /** Commit time; undefined when the log has no commit of it. */
  time: Date | undefined;
  /** The statement and its author, if the structured log has them. */
  statement: LoggedStatement | undefined;
}

/** What to search for, and where. */
interface DropSearch {
  sources: readonly WalSource[];
  ancestry: Ancestry;
  /** OID of the database; undefined when unknown. */
  oid: number | undefined;
  databaseName: string;
  statements: readonly LoggedStatement[];
}

interface Found {
  source: WalSource;
  timeline: number;
  /** Last segment of the run that contains it. */
  last: string;
  record: WalRecord;
}

/** Folder of the structured log in the server's container. */
const logFolder = "/var/log/postgresql";

/** The drop statements in the structured log. */
async function droppingStatements(container: RestoreContainer): Promise<LoggedStatement[]> {
  return parseLog(await container.script("dropping-statements.sh", logFolder));
}

/** Ignores the exit code: `pg_waldump` fails at the end of the log, after printing every record. */
async function dump({ container, readable }: WalSource, options: readonly string[]): Promise<WalRecord[]> {
  return parseRecords((await container.run(["pg_waldump", `--path=${readable}`, ...options])).stdout);
}

/** Records of in-place updates. Filtered where the log is, since they are few among many. */
async function changesInPlace(
  { container, readable }: WalSource,
  range: readonly [string, string],
): Promise<WalRecord[]> {
  const filter = `pg_waldump --path="$1" --rmgr=Heap "$2" "$3" 2>/dev/null | grep -F 'desc: INPLACE'`;
  return parseRecords((await container.run(["sh", "-c", filter, "sh", readable, ...range])).stdout);
}

/** Searches all segments, and keeps records from the history of the current timeline. */
async function scan({ sources, ancestry }: DropSearch, options: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const source of sources) {
    for (const { timeline, first, last } of runsOf(source.segments)) {
      const records = await dump(source, [...options, first, last]);
      found.push(...records.map((record) => ({ source, timeline, last, record })));
    }
  }
  return found.filter(({ timeline, record }) => isInHistory(ancestry, timeline, record.lsn));
}

const newestFirst = (a: Found, b: Found) => (a.record.lsn < b.record.lsn ? 1 : -1);

/** First segment to read for a transaction: the one before the record's, if it exists. */
function startFor({ source, timeline, record }: Found): string {
  const number = segmentNumber(record.lsn);
  const before = segmentName(timeline, number - 1n);
  return source.segments.some(({ name }) => name === before) ? before : segmentName(timeline, number);
}

/** The newest DROP DATABASE of the database, or undefined. */
async function findDatabaseDrop(search: DropSearch): Promise<Drop | undefined> {
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

/** The newest committed DROP of tables: a logged statement matched with a commit that removed files. */
async function findTableDrop(search: DropSearch): Promise<Drop | undefined> {
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

/** The newest drop of the database or of its tables, or undefined. */
export async function findDrop(
  cluster: Cluster,
  { main }: RestoreContainers,
  { repository, sources, present }: Inspection,
): Promise<Drop | undefined> {
  const newest = repository.backups.at(-1);
  if (!present || !newest) return undefined;
  const [statements, oid] = await Promise.all([droppingStatements(main), databaseOid(main, cluster, newest)]);
  const { databaseName } = cluster;
  const search = { sources, ancestry: present.ancestry, oid, databaseName, statements };
  const [database, table] = [await findDatabaseDrop(search), await findTableDrop(search)];
  if (!database || !table) return database ?? table;
  return database.before > table.before ? database : table;
}
