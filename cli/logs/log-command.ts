import { readFileSync } from "node:fs";

/** What is asked of a log. */
export interface LogWish {
  readonly follow?: boolean;
  /** A number of lines, or `all`. */
  readonly tail: string;
}

/** A container whose log is asked for. */
export interface LoggingContainer {
  readonly name: string;
  readonly running: boolean;
}

/** How to print a log. */
export interface LogCommand {
  /** Arguments of `docker`. */
  readonly args: readonly string[];
  /** It prints PostgreSQL's records; when it follows them, it goes on until its standard input ends. */
  readonly records: boolean;
}

/** PostgreSQL writes its records into files, one an hour; Docker has of it only how it began, and why it ended. */
const RECORDS = "/var/log/postgresql";
const isPostgres = (name: string) => /^tovplay-postgres(-staging)?$/.test(name);

const PRINT = `ls -t -r -- "$1"/*.json | xargs cat -- | tail -n "$2"`;
const FOLLOW = readFileSync(new URL("follow-records.sh", import.meta.url), "utf8");

/** How to print the log of a container where that runs. */
export function logCommand({ name, running }: LoggingContainer, { follow, tail }: LogWish): LogCommand {
  if (!(running && isPostgres(name)))
    return { args: ["logs", "--tail", tail, ...(follow ? ["--follow"] : []), name], records: false };
  const lines = tail === "all" ? "+1" : tail;
  const shell = ["sh", "-c", follow ? FOLLOW : PRINT, "sh", RECORDS, lines];
  return {
    args: ["exec", ...(follow ? ["--interactive"] : []), name, ...shell],
    records: true,
  };
}
