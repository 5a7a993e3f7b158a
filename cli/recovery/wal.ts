/** A position in the write-ahead log, in bytes. */
export type Lsn = bigint;

/** Size of a segment in bytes, PostgreSQL's default. */
export const segmentBytes = 16n * 1024n * 1024n;

/** Parses a position such as `0/7001500`. @throws when it is invalid */
export function parseLsn(text: string): Lsn {
  const match = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text);
  if (!match) throw new Error(`'${text}' is not a position in the write-ahead log`);
  return (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`);
}

/** Formats a position as `0/7001500`. */
export function formatLsn(lsn: Lsn): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffffffffn).toString(16)}`.toUpperCase();
}

/** A log file; `partial` while the receiver is writing it. */
export interface Segment {
  name: string;
  timeline: number;
  /** Counted from the start of the log. */
  number: bigint;
  partial: boolean;
}

const perLogFile = 0x100000000n / segmentBytes;

/** Parses a file name; undefined when it is not a segment. */
export function parseSegment(file: string): Segment | undefined {
  const match = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(\.partial)?$/.exec(file);
  if (!match) return undefined;
  const [, timeline = "", high = "", low = "", partial] = match;
  return {
    name: timeline + high + low,
    timeline: Number.parseInt(timeline, 16),
    number: BigInt(`0x${high}`) * perLogFile + BigInt(`0x${low}`),
    partial: partial !== undefined,
  };
}

/** Number of the segment that contains a position. */
export function segmentNumber(lsn: Lsn): bigint {
  return lsn / segmentBytes;
}

/** Name of a segment. */
export function segmentName(timeline: number, number: bigint): string {
  const hex = (value: bigint) => value.toString(16).toUpperCase().padStart(8, "0");
  return `${hex(BigInt(timeline))}${hex(number / perLogFile)}${hex(number % perLogFile)}`;
}

/** Where each timeline in the history of the current one ends; the current one has no end. */
export type Ancestry = ReadonlyMap<number, Lsn | undefined>;

/** Parses the history file of a timeline; the first one has none. */
export function parseHistory(timeline: number, text: string): Ancestry {
  const past = text.split("\n").flatMap((line): [number, Lsn][] => {
    const match = /^(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/.exec(line.trim());
    return match ? [[Number(match[1]), parseLsn(match[2] ?? "")]] : [];
  });
  return new Map<number, Lsn | undefined>([...past, [timeline, undefined]]);
}

/** Whether a position on a timeline belongs to the history. */
export function isInHistory(ancestry: Ancestry, timeline: number, lsn: Lsn): boolean {
  if (!ancestry.has(timeline)) return false;
  const end = ancestry.get(timeline);
  return end === undefined || lsn < end;
}

/** Consecutive segments of one timeline. */
export interface Run {
  timeline: number;
  first: string;
  last: string;
}

/** Groups segments, unordered and possibly repeated, into runs, newest timeline first. */
export function runsOf(segments: readonly Segment[]): Run[] {
  const unique = [...new Map(segments.map((segment) => [segment.name, segment])).values()];
  unique.sort((a, b) => b.timeline - a.timeline || (a.number < b.number ? -1 : 1));
  const runs: { timeline: number; first: string; last: string; end: bigint }[] = [];
  for (const { name, timeline, number } of unique) {
    const run = runs.at(-1);
    if (run && run.timeline === timeline && run.end + 1n === number)
      Object.assign(run, { last: name, end: number });
    else runs.push({ timeline, first: name, last: name, end: number });
  }
  return runs.map(({ timeline, first, last }) => ({ timeline, first, last }));
}
