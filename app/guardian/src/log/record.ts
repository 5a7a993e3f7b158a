import { z } from "zod";

/** Longest text of a record that is looked at, in characters: the beginning of a statement tells what it does. */
const longest = 65_536;

const text = z
  .string()
  .transform((value) => value.slice(0, longest))
  .catch("");

const schema = z.object({
  timestamp: text,
  user: text,
  dbname: text,
  remote_host: text,
  application_name: text,
  session_id: text,
  error_severity: text,
  state_code: text,
  message: text,
  statement: text,
  context: text,
  ps: text,
});

/** One record of PostgreSQL's `jsonlog`; a field that is absent is empty. */
export type LogRecord = z.output<typeof schema>;

/** Reads a line of the log; undefined when it is no record. Whoever can connect decides on much of what it holds. */
export function parseRecord(line: string): LogRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = schema.safeParse(value);
  return parsed.success && parsed.data.error_severity !== "" ? parsed.data : undefined;
}

/** The server logs in UTC. `Date` alone would take 30 February for 2 March. */
const stamp = z.iso.datetime({ precision: 3 });

/** When a record was written, in milliseconds since 1970; `now` when it does not say so. */
export function timeOf({ timestamp }: LogRecord, now: number): number {
  const written = stamp.safeParse(timestamp.replace(/^(\S+) (\S+) UTC$/, "$1T$2Z"));
  return written.success ? Date.parse(written.data) : now;
}
