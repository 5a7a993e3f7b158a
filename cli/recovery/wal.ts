/** A position in the write-ahead log, in bytes. */
export type Lsn = bigint;

/** Bytes of a segment: the server's default, which nothing here changes. */
export const SEGMENT_BYTES = 16n * 1024n * 1024n;

/** Reads `0/7001500`. @throws when it is no position */
export function parseLsn(text: string): Lsn {
  const match = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text);
  if (!match) throw new Error(`'${text}' is no position in the write-ahead log`);
  return (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`);
}

/** `0/7001500`. */
export function formatLsn(lsn: Lsn): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffffffffn).toString(16)}`.toUpperCase();
}

/** A file of the log by its name; `partial` while the receiver still writes it. */
export interface Segment {
  readonly name: string;
  readonly timeline: number;
  /** Counted from the beginning of the log. */
  readonly number: bigint;
  readonly partial: boolean;
}

const perLogFile = 0x100000000n / SEGMENT_BYTES;

/** Reads a file's name; undefined when it is no segment. */
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

/** The number of the segment that holds a position. */
export function segmentNumber(lsn: Lsn): bigint {
  return lsn / SEGMENT_BYTES;
}

/** Name of a segment. */
export function segmentName(timeline: number, number: bigint): string {
  const hex = (value: bigint) => value.toString(16).toUpperCase().padStart(8, "0");
  return `${hex(BigInt(timeline))}${hex(number / perLogFile)}${hex(number % perLogFile)}`;
}

/** How far each timeline is part of the present one's past; the present one itself has no end. */
export type Ancestry = ReadonlyMap<number, Lsn | undefined>;

/** Reads the history file of `timeline` (empty for the first one). */
export function parseHistory(timeline: number, text: string): Ancestry {
  const past = text.split("\n").flatMap((line): [number, Lsn][] => {
    const match = /^(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/.exec(line.trim());
    return match ? [[Number(match[1]), parseLsn(match[2] ?? "")]] : [];
  });
  return new Map<number, Lsn | undefined>([...past, [timeline, undefined]]);
}

/** Whether what lies at `lsn` of `timeline` happened in the past that `ancestry` tells of. */
export function isPast(ancestry: Ancestry, timeline: number, lsn: Lsn): boolean {
  if (!ancestry.has(timeline)) return false;
  const end = ancestry.get(timeline);
  return end === undefined || lsn < end;
}

/** Segments of one timeline that follow each other without a gap. */
export interface Run {
  readonly timeline: number;
  readonly first: string;
  readonly last: string;
}

/** Puts segments, in any order and perhaps twice, into runs: the newest timeline first, each in order. */
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
