import { type PgBackRest, pgBackRest } from "./pgbackrest.ts";

/** Number of WAL segments in one archive folder, which is named after the upper half of their numbers. */
const segmentsPerFolder = 256;

/** Names of the WAL segments that a repository has in the wanted folders, in order. */
export async function archivedSegments(
  repository: number,
  archiveId: string,
  wanted: (folder: string) => boolean,
  how: PgBackRest,
): Promise<string[]> {
  const root = `archive/${how.stanza}/${archiveId}`;
  const list = async (path: string) =>
    (await pgBackRest("repo-ls", [`--repo=${repository}`, path], how)).split("\n");
  const folders = (await list(root)).filter((name) => /^[0-9A-F]{16}$/.test(name) && wanted(name));
  const segments: string[] = [];
  for (const folder of folders) {
    for (const name of await list(`${root}/${folder}`)) {
      const segment = /^([0-9A-F]{24})-[0-9a-f]{40}/.exec(name)?.[1];
      if (segment) segments.push(segment);
    }
  }
  return segments.sort();
}

/** A run of missing WAL segments: the first, the last and how many. */
export interface Gap {
  first: string;
  last: string;
  count: number;
}

/**
 * The gaps between the WAL segments of each timeline, from one segment on. pgBackRest's own `verify` accepts a gap
 * between backups, although no later moment can then be restored from an earlier backup.
 */
export function gapsOf(segments: string[], from: string): Gap[] {
  const gaps: Gap[] = [];
  const rest = segments.filter((segment) => segment >= from).sort();
  const sameLine = (segment: string | undefined) => segment?.slice(0, 8) === from.slice(0, 8);
  // The first segment required is `from` itself.
  let last = sameLine(rest[0]) && rest[0] !== from ? before(from) : undefined;
  if (rest.length === 0 || (!sameLine(rest[0]) && from !== ""))
    gaps.push({ first: from, last: from, count: 1 });
  for (const segment of rest) {
    const missing = last?.slice(0, 8) === segment.slice(0, 8) ? numberOf(segment) - numberOf(last) - 1 : 0;
    if (last !== undefined && missing > 0)
      gaps.push({ first: nameOf(last, numberOf(last) + 1), last: before(segment), count: missing });
    last = segment;
  }
  return gaps;
}

function numberOf(segment: string): number {
  return (
    Number.parseInt(segment.slice(8, 16), 16) * segmentsPerFolder + Number.parseInt(segment.slice(16), 16)
  );
}

/** Name of a segment on the same timeline. */
function nameOf(other: string, number: number): string {
  const half = (value: number) => value.toString(16).toUpperCase().padStart(8, "0");
  return `${other.slice(0, 8)}${half(Math.floor(number / segmentsPerFolder))}${half(number % segmentsPerFolder)}`;
}

function before(segment: string): string {
  return nameOf(segment, numberOf(segment) - 1);
}
