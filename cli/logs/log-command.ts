import { readFileSync } from "node:fs";
import { keepsRecords, records } from "../database/records.ts";

/** What is asked of a log. */
export interface LogRequest {
  follow?: boolean;
  /** A number of lines, or `all`. */
  tail: string;
}

/** A container whose log is asked for. */
export interface LoggingContainer {
  name: string;
  running: boolean;
}

/** How to print a log. */
export interface LogCommand {
  /** Program and arguments. One that follows a log goes on until its standard input ends. */
  words: readonly [string, ...string[]];
  /** It prints PostgreSQL's records. */
  records: boolean;
}

const printScript = `ls -t -r -- "$1"/*.json | xargs cat -- | tail -n "$2"`;
const followScript = readFileSync(new URL("follow-records.sh", import.meta.url), "utf8");
const untilInputEnds = readFileSync(new URL("until-input-ends.sh", import.meta.url), "utf8");

/** How to print the log of a container where that runs. */
export function logCommand({ name, running }: LoggingContainer, { follow, tail }: LogRequest): LogCommand {
  if (!(running && keepsRecords(name))) {
    const print = ["docker", "logs", "--tail", tail] as const;
    const words = follow
      ? (["sh", "-c", untilInputEnds, "sh", ...print, "--follow", name] as const)
      : ([...print, name] as const);
    return { words, records: false };
  }
  const lines = tail === "all" ? "+1" : tail;
  const shell = ["sh", "-c", follow ? followScript : printScript, "sh", records, lines];
  const words = ["docker", "exec", ...(follow ? ["--interactive"] : []), name, ...shell] as const;
  return { words, records: true };
}
