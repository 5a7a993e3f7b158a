/** How grave a line is, with the severity number that OpenTelemetry gives it. */
export const severities = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const;

/** Most lines of one answer: as many as Loki gives. */
export const mostLines = 5000;

/** What is asked of a log store. What is left out does not matter. */
export interface LogQuestion {
  /** Name of the container that wrote it. */
  service?: string;
  /** The request's, in lines that are JSON. */
  correlationId?: string;
  /** Part of the line as it was written; case counts. */
  text?: string;
  /** This grave or graver. A line that tells no level is not among them. */
  level?: keyof typeof severities;
  since: Date;
  /** Default: now. */
  until?: Date;
  /** Most lines: of more, the newest. Default: 100, and {@link mostLines} at most. */
  limit?: number;
}

/** A line of a log. */
export interface LogLine {
  /** Nanoseconds since 1970. */
  at: bigint;
  /** Name of the container that wrote it. */
  service: string;
  /** As it was written, without its end of line. */
  text: string;
}

/** When and how many, as every log store is asked. */
export function extentOf({ since, until = new Date(), limit = 100 }: LogQuestion) {
  if (!Number.isInteger(limit) || limit < 1 || limit > mostLines)
    throw new RangeError(`limit must be a whole number from 1 to ${mostLines}, not ${limit}`);
  return { start: nanoseconds(since), end: nanoseconds(until), limit: String(limit) };
}

function nanoseconds(date: Date): string {
  return String(BigInt(date.getTime()) * 1_000_000n);
}

/** Lines in the order in which they were written. */
export function inOrder(lines: readonly LogLine[]): LogLine[] {
  return lines
    .map(({ text, ...line }) => ({ ...line, text: text.replace(/\n$/, "") }))
    .sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
}

/** A text as both query languages write it: as Go does, between double quotes. Half a surrogate pair becomes U+FFFD. */
export function quoted(text: string): string {
  return JSON.stringify(Buffer.from(text).toString());
}
