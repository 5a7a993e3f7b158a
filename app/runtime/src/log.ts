import { type DestinationStream, type Logger, pino } from "pino";
import { z } from "zod";
import { secretNames } from "./redaction.ts";

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

/** One JSON object a line: `time` in ISO 8601, `level` by name, `service`, `message`; secrets are replaced. */
export function createLog({ service, level, destination }: LogOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: "[redacted]" },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

function quoted(name: string): string {
  return `["${name}"]`;
}
