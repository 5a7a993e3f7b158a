import { z } from "zod";
import { momentOf } from "../terminal/moment.ts";

const lineSchema = z.looseObject({
  timestamp: z.string(),
  user: z.string().optional(),
  dbname: z.string().optional(),
  remote_host: z.string().optional(),
  application_name: z.string().optional(),
  session_id: z.string().optional(),
  txid: z.number().optional(),
  message: z.string(),
});

/** A statement in the server's structured log. */
export interface LoggedStatement {
  time: Date;
  role: string;
  /** Client address, or `local socket`. */
  from: string;
  application: string;
  session: string;
  statement: string;
  /** Transaction id, if it had one when it was logged. */
  xid: number | undefined;
  database: string;
}

/** Parses a timestamp of the log, `2026-11-21 11:41:47.828 UTC`. */
function timeOf(stamp: string): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) (?:UTC|GMT)$/.exec(stamp);
  return match ? momentOf(`${match[1]}T${match[2]}Z`) : undefined;
}

function statementOf(message: string): string | undefined {
  const plain = /^(?:statement|execute [^:]*): ([\s\S]*)$/.exec(message)?.[1];
  if (plain) return plain.trim();
  const audited = /^AUDIT: [A-Z]+,\d+,\d+,[A-Z_]+,[^,]*,[^,]*,[^,]*,(?:"((?:[^"]|"")*)"|([^,]*)),/.exec(
    message,
  );
  return (audited?.[1]?.replaceAll('""', '"') ?? audited?.[2])?.trim();
}

function readLine(line: string): z.infer<typeof lineSchema> | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Parses the structured log; skips lines that are truncated or not statements. */
export function parseLog(text: string): LoggedStatement[] {
  return text.split("\n").flatMap((line) => {
    const read = readLine(line);
    const time = read && timeOf(read.timestamp);
    const statement = read && statementOf(read.message);
    if (!read || !time || !statement) return [];
    const { user = "unknown", remote_host: host = "[local]", application_name: application = "" } = read;
    const { session_id: session = "", dbname: database = "" } = read;
    const xid = read.txid === 0 ? undefined : read.txid;
    const from = host === "[local]" ? "local socket" : host;
    return [{ time, statement, role: user, from, application, session, xid, database }];
  });
}

/** Milliseconds between a statement's log line and its commit: DROP DATABASE waits for a checkpoint. */
const commitDelay = 10 * 60_000;

/** Whether a statement drops the database `name`. */
export function dropsDatabase({ statement }: LoggedStatement, name: string): boolean {
  const match = /^\s*drop\s+database\s+(?:if\s+exists\s+)?(?:"((?:[^"]|"")+)"|([\w$]+))/i.exec(statement);
  return (match?.[1]?.replaceAll('""', '"') ?? match?.[2]?.toLowerCase()) === name;
}

/** Whether a statement drops a table, a schema, or an owner's objects. */
export function dropsTables({ statement }: LoggedStatement): boolean {
  return /\bdrop\s+(?:table|schema|owned|materialized\s+view)\b/i.test(statement);
}

/** The statement of a transaction: by its id, which pgaudit logs, else the newest one logged before its commit. */
export function statementOfTransaction(
  statements: readonly LoggedStatement[],
  xid: number,
  committed: Date | undefined,
): LoggedStatement | undefined {
  const age = ({ time }: LoggedStatement) => (committed ? committed.getTime() - time.getTime() : 0);
  const near = statements
    .filter((each) => age(each) > -1000 && age(each) < commitDelay)
    .sort((a, b) => age(a) - age(b));
  return near.find((each) => each.xid === xid) ?? near.find((each) => each.xid === undefined);
}
