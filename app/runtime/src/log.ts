import { type DestinationStream, type LogFn, type Logger, pino } from "pino";
import { z } from "zod";
import { secretNames } from "./redaction.ts";
import { toldError, toldMessage, toldText } from "./told-error.ts";

export type { Logger };

/** Levels of a log, least first. */
export const logLevel = z
  .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
  .default("info");

/** How a log is written. */
export interface LogOptions {
  /** Program that writes; field `service` of every line. */
  service: string;
  level: z.output<typeof logLevel>;
  /** Default: standard output, written at once, so that the last words of a dying process are kept. */
  destination?: DestinationStream;
}

const redactedPaths = secretNames.flatMap((name) => [quoted(name), `*${quoted(name)}`, `*.*${quoted(name)}`]);

/**
 * One JSON object a line: `time` in ISO 8601, `level` by name, `service`, `message`; secrets are replaced, and an error
 * is written without the values of rows that the database puts into it.
 */
export function createLog({ service, level, destination }: LogOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: withToldErrors },
      // Also for what a child logger always says, and for errors that a library logs.
      serializers: { err: (error: unknown) => toldError(error) },
      hooks: { logMethod: withToldMessage },
      redact: { paths: redactedPaths, censor: "[redacted]" },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

function withToldErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toldError(value)]));
}

/** An error that is logged without a text would give the line its own message. */
function withToldMessage(this: Logger, given: Parameters<LogFn>, write: LogFn): void {
  const [first, text, ...rest]: unknown[] = given;
  const error = first instanceof Error ? first : errorIn(first);
  if (error === undefined) {
    write.apply(this, given);
    return;
  }
  const fields = first instanceof Error ? { err: first } : Object(first);
  write.apply(this, [fields, typeof text === "string" ? toldText(text, error) : toldMessage(error), ...rest]);
}

function errorIn(fields: unknown): Error | undefined {
  const err: unknown = Object(fields).err;
  return err instanceof Error ? err : undefined;
}

function quoted(name: string): string {
  return `["${name}"]`;
}
