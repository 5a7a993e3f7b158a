import { z } from "zod";

/** Longest text examined, in characters: the start of a statement shows what it does. */
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

/** One record of PostgreSQL's `jsonlog`; missing fields are empty. */
export type LogRecord = z.output<typeof schema>;

/** Parses a line of the log; undefined when it is not a record. Clients control much of its content. */
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

/** The server logs in UTC. `Date` alone would read 30 February as 2 March. */
const stamp = z.iso.datetime({ precision: 3 });

/** Time of a record, in milliseconds since 1970; `now` when it has no valid time. */
export function timeOf({ timestamp }: LogRecord, now: number): number {
  const written = stamp.safeParse(timestamp.replace(/^(\S+) (\S+) UTC$/, "$1T$2Z"));
  return written.success ? Date.parse(written.data) : now;
}
