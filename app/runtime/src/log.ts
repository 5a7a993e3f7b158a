import { type DestinationStream, type LogFn, type Logger, pino } from "pino";
import type { z } from "zod";
import { secretNames } from "./redaction.ts";
import { safeError, safeMessage, safeText } from "./safe-error.ts";
import type { logLevel } from "./settings.ts";

export type { Logger };

/** Options of a log. */
export interface LogOptions {
  /** Program that writes; field `service` of every line. */
  service: string;
  level: z.output<typeof logLevel>;
  /** Default: standard output, written synchronously, so that a crashing process does not lose its last lines. */
  destination?: DestinationStream;
}

const secrets: ReadonlySet<string> = new Set(secretNames);

/** Levels of nesting below a line's fields in which secrets are looked for. */
const deepest = 2;

/**
 * One JSON object per line: `time` in ISO 8601, `level` by name, `service`, `message`; secrets are replaced, and errors
 * are written without the row values that the database puts into them.
 */
export function createLog({ service, level, destination }: LogOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      // Our own redaction: pino's walks every path of every line, which took a tenth of an answer's time.
      formatters: { level: (label) => ({ level: label }), log: shownFields, bindings: shownFields },
      // Also for the fixed fields of a child logger and for errors that a library logs.
      serializers: { err: (error: unknown) => safeError(error) },
      hooks: { logMethod: withSafeMessage },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/** Fields of a line without secrets, and errors without values of rows. */
function shownFields(fields: object, depth = 0): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields))
    shown[name] = secrets.has(name) ? "[redacted]" : shownValue(value, depth);
  return shown;
}

function shownValue(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error) return safeError(value);
  if (depth >= deepest || value instanceof Date) return value;
  return Array.isArray(value)
    ? value.map((item) => shownValue(item, depth + 1))
    : shownFields(value, depth + 1);
}

/** Pino uses an error's own message for a line without a text. */
function withSafeMessage(this: Logger, given: Parameters<LogFn>, write: LogFn): void {
  const [first, text, ...rest]: unknown[] = given;
  const error = first instanceof Error ? first : errorIn(first);
  if (error === undefined) {
    write.apply(this, given);
    return;
  }
  const fields = first instanceof Error ? { err: first } : Object(first);
  write.apply(this, [fields, typeof text === "string" ? safeText(text, error) : safeMessage(error), ...rest]);
}

function errorIn(fields: unknown): Error | undefined {
  const err: unknown = Object(fields).err;
  return err instanceof Error ? err : undefined;
}
