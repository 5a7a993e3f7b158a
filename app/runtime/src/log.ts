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

const redactedPaths = secretNames.flatMap((name) => [quoted(name), `*${quoted(name)}`, `*.*${quoted(name)}`]);

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
      formatters: { level: (label) => ({ level: label }), log: withSafeErrors },
      // Also for the fixed fields of a child logger and for errors that a library logs.
      serializers: { err: (error: unknown) => safeError(error) },
      hooks: { logMethod: withSafeMessage },
      redact: { paths: redactedPaths, censor: "[redacted]" },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

function withSafeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, safeError(value)]));
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

function quoted(name: string): string {
  return `["${name}"]`;
}
