import { readFileSync } from "node:fs";
import { keepsRecords, RECORDS } from "../database/records.ts";

/** What is asked of a log. */
export interface LogRequest {
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
  /** Program and arguments. One that follows a log goes on until its standard input ends. */
  readonly words: readonly [string, ...string[]];
  /** It prints PostgreSQL's records. */
  readonly records: boolean;
}

const PRINT = `ls -t -r -- "$1"/*.json | xargs cat -- | tail -n "$2"`;
const FOLLOW = readFileSync(new URL("follow-records.sh", import.meta.url), "utf8");
const UNTIL_INPUT_ENDS = readFileSync(new URL("until-input-ends.sh", import.meta.url), "utf8");

/** How to print the log of a container where that runs. */
export function logCommand({ name, running }: LoggingContainer, { follow, tail }: LogRequest): LogCommand {
  if (!(running && keepsRecords(name))) {
    const print = ["docker", "logs", "--tail", tail] as const;
    const words = follow
      ? (["sh", "-c", UNTIL_INPUT_ENDS, "sh", ...print, "--follow", name] as const)
      : ([...print, name] as const);
    return { words, records: false };
  }
  const lines = tail === "all" ? "+1" : tail;
  const shell = ["sh", "-c", follow ? FOLLOW : PRINT, "sh", RECORDS, lines];
  const words = ["docker", "exec", ...(follow ? ["--interactive"] : []), name, ...shell] as const;
  return { words, records: true };
}
