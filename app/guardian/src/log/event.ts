import { withoutRowValues } from "@tovplay/runtime/row-values";
import { parseAuditLine } from "./audit-line.ts";
import { type CommandKind, mostSevereCommand } from "./command.ts";
import { type LogRecord, timeOf } from "./record.ts";
import { sessionKindOf } from "./session.ts";
import { shownStatement, shownText } from "./shown-statement.ts";

/** Kind of event in a log record. */
export type EventKind =
  | CommandKind
  | "protection"
  | "damage"
  | "server"
  | "denied"
  | "refused"
  | "exhausted"
  | "superuser"
  | "connected"
  | "disconnected"
  | "unreadable"
  | "warning";

/** An event in the database, from its log. All its texts are short and on one line. */
export interface LogEvent {
  kind: EventKind;
  /** Milliseconds since 1970. */
  at: number;
  outcome: "attempted" | "done" | "refused";
  role: string;
  database: string;
  /** The client's address, or `[local]` for the socket on the server's own host. */
  address: string;
  application: string;
  session: string;
  /** First words of the statement, `DROP TABLE`; empty when there is none. */
  command: string;
  /** The statement without its values. */
  statement: string;
  /** The server's message. */
  message: string;
  /** SQLSTATE; empty when nothing failed. */
  code: string;
}

type Finding = Pick<LogEvent, "kind" | "outcome" | "command" | "statement">;

/** The event in a record; undefined when it is not worth reporting. */
export function eventOf(
  record: LogRecord,
  superusers: ReadonlySet<string>,
  now: number,
): LogEvent | undefined {
  const finding = findingIn(record, superusers);
  if (!finding) return undefined;
  return {
    ...finding,
    at: timeOf(record, now),
    role: shownText(record.user, 63),
    database: shownText(record.dbname, 63),
    address: shownText(record.remote_host, 100),
    application: shownText(applicationOf(record), 63),
    session: shownText(record.session_id, 40),
    message: messageOf(record, finding),
    code: record.state_code === "00000" ? "" : shownText(record.state_code, 5),
  };
}

/** Messages may repeat a statement with its values, or quote an invalid value. */
function messageOf({ message, state_code: code }: LogRecord, { statement }: Finding): string {
  if (/^(statement|execute|AUDIT|duration)\b/.test(message)) return statement;
  return shownText(withoutRowValues(code, message));
}

function applicationOf(record: LogRecord): string {
  if (record.application_name !== "") return record.application_name;
  // The login of a session is logged before its name is set; only the server can write this message at that point.
  return / application_name=(.*?)(?: SSL enabled \(.*\)| GSS \(.*\))?$/s.exec(record.message)?.[1] ?? "";
}

function findingIn(record: LogRecord, superusers: ReadonlySet<string>): Finding | undefined {
  const severity = record.error_severity;
  if (severity === "LOG") {
    return commandFinding(record) ?? sessionFinding(record, superusers) ?? serverFinding(record);
  }
  const failed = ["ERROR", "FATAL", "PANIC"].includes(severity);
  if (failed) return failureFinding(record) ?? plain("warning", record);
  return severity === "WARNING" ? plain("warning", record) : undefined;
}

function plain(kind: EventKind, { statement }: LogRecord): Finding {
  const command = mostSevereCommand(statement)?.name ?? "";
  return { kind, outcome: "refused", command, statement: shownStatement(statement) };
}

/** pgaudit records statements that run, even inside functions; log_statement those about to run. */
function commandFinding({ message }: LogRecord): Finding | undefined {
  const audit = parseAuditLine(message);
  if (audit) return auditFinding(audit);
  const text = /^(?:statement|execute [^:]{1,100}): ([\s\S]*)$/.exec(message)?.[1];
  if (text === undefined) return undefined;
  const command = mostSevereCommand(text) ?? { kind: "schema" as const, name: "DDL" };
  return { kind: command.kind, outcome: "attempted", command: command.name, statement: shownStatement(text) };
}

function auditFinding(audit: NonNullable<ReturnType<typeof parseAuditLine>>): Finding | undefined {
  const text = `${audit.command} ${audit.object}`;
  const found = mostSevereCommand(audit.statement) ?? mostSevereCommand(text);
  // Many settings change, and few of them matter.
  if (!found && audit.class === "MISC") return undefined;
  const kind = found?.kind ?? (audit.class === "ROLE" ? "role" : "schema");
  const command = shownText(found?.name ?? audit.command, 40);
  return { kind, outcome: "done", command, statement: shownStatement(audit.statement) };
}

function sessionFinding(record: LogRecord, superusers: ReadonlySet<string>): Finding | undefined {
  const kind = sessionKindOf(record, superusers);
  return kind && { kind, outcome: "done", command: "", statement: "" };
}

function serverFinding(record: LogRecord): Finding | undefined {
  // A message raised by a function has a context; the server's own messages have none.
  if (record.user !== "" || record.context !== "") return undefined;
  const { message } = record;
  if (/data directory lock file is invalid|could not open file "postmaster\.pid"/.test(message)) {
    return { kind: "damage", outcome: "done", command: "", statement: "" };
  }
  if (/was terminated by signal|was interrupted|not properly shut down|shutdown request/.test(message)) {
    return { kind: "server", outcome: "done", command: "", statement: "" };
  }
  return archiving.test(message)
    ? { kind: "warning", outcome: "refused", command: "", statement: "" }
    : undefined;
}

const archiving = /^archive command (failed|was terminated)/;

/** SQLSTATEs of damaged data, a failing disk and a full disk. */
const damaged = new Set(["XX001", "XX002", "58030", "53100"]);

/** Files of the cluster itself, not those named in a statement. */
const clusterFile = /(file|directory|relation) "(base|global|pg_\w+|PG_VERSION|postmaster\.pid)\b/;

function failureFinding(record: LogRecord): Finding | undefined {
  const { state_code: code, error_severity: severity } = record;
  if (isDamage(record)) return plain("damage", record);
  if (code === "TP001") return { ...refusedCommand(record), kind: "protection" };
  if (code === "53300") return plain("exhausted", record);
  if (severity === "FATAL" && refusesLogin(record)) return plain("refused", record);
  if (severity === "FATAL") return undefined;
  const command = refusedCommand(record);
  if (command.command !== "" && command.kind !== "schema" && command.kind !== "setting") return command;
  return code === "42501" || code === "28000" ? { ...command, kind: "denied" } : undefined;
}

function isDamage({ state_code: code, error_severity: severity, message }: LogRecord): boolean {
  if (severity === "PANIC" || damaged.has(code)) return true;
  return code === "58P01" && clusterFile.test(message);
}

function refusesLogin({ state_code: code, ps }: LogRecord): boolean {
  if (code === "28P01" || code === "28000") return true;
  return (ps === "startup" || ps === "authentication") && (code === "3D000" || code === "42501");
}

/** The most severe command of the statement sent and the inner statement that failed. */
function refusedCommand({ statement, context }: LogRecord): Finding {
  const inner = /SQL statement "([\s\S]*?)"(?:\n|$)/.exec(context)?.[1] ?? "";
  const command = mostSevereCommand(`${inner};${statement}`) ?? { kind: "warning" as const, name: "" };
  return {
    kind: command.kind,
    outcome: "refused",
    command: command.name,
    statement: shownStatement(inner || statement),
  };
}
