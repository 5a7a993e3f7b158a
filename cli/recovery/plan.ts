import { Failure } from "../terminal/exit.ts";
import type { Bench } from "./bench.ts";
import { LIVE } from "./cluster.ts";
import type { Drop } from "./find-drop.ts";
import type { LiveFacts } from "./live.ts";
import type { BaseBackup, Repository } from "./repository.ts";
import type { Target, Wish } from "./target.ts";
import {
  type Ancestry,
  formatLsn,
  type Lsn,
  parseSegment,
  SEGMENT_BYTES,
  segmentName,
  segmentNumber,
} from "./wal.ts";
import type { WalSource } from "./wal-sources.ts";

/** What a restore will do. */
export interface Plan {
  readonly target: Target;
  readonly drop: Drop | undefined;
  readonly backup: BaseBackup;
  readonly wal: WalNeed;
  /** Bytes that the restored cluster takes beside the live one. */
  readonly needed: number;
  readonly free: number;
}

/** Segments from the base backup to the target. */
export interface WalNeed {
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** How many are not in the repository, and come from the live cluster or the receiver. */
  readonly beside: number;
  /** Segments that are nowhere. */
  readonly missing: readonly string[];
}

/** Where a restore ends. @throws {Failure} when there is a wish for a drop and no drop */
export function targetOf(wish: Wish, drop: Drop | undefined, timeline: number | undefined): Target {
  const on = timeline === undefined ? {} : { timeline };
  if (wish.kind === "time") return { kind: "time", time: wish.time, ...on };
  if (wish.kind === "latest") return { kind: "latest", ...on };
  if (drop) return { kind: "lsn", lsn: drop.before, timeline: drop.timeline };
  throw new Failure(
    "failed",
    "neither the write-ahead log at hand nor the structured log tells of a drop; go back by --to TIME",
  );
}

/** Names of the archived segments that lie between two of them, as `pgbackrest repo-ls` prints files. */
function archivedNames(listing: string): string[] {
  return listing.split("\n").flatMap((line) => {
    const match = /(?:^|\/)([0-9A-F]{24})-[0-9a-f]{40}/.exec(line);
    return match?.[1] ? [match[1]] : [];
  });
}

/** The archived segments that a restore may read, from a base backup on. */
export async function archivedSegments(
  bench: Bench,
  stanza: string,
  { archives }: Repository,
  backup: BaseBackup,
): Promise<ReadonlySet<string>> {
  const archive = archives.find(({ repository }) => repository === backup.repository) ?? archives[0];
  if (!archive) return new Set();
  const quiet = ["--log-level-console=off", "--log-level-file=off", "--log-level-stderr=off"];
  const folder = `archive/${stanza}/${archive.id}`;
  const list = (path: string, ...more: string[]) =>
    bench.run([
      "pgbackrest",
      ...quiet,
      `--stanza=${stanza}`,
      `--repo=${backup.repository}`,
      ...more,
      "repo-ls",
      path,
    ]);
  const groups = (await list(folder)).stdout.split("\n").filter((name) => /^[0-9A-F]{16}$/.test(name));
  const from = segmentName(backup.timeline, segmentNumber(backup.start)).slice(8, 16);
  const wanted = groups.filter((group) => group.slice(8) >= from);
  const listings = await Promise.all(wanted.map((group) => list(`${folder}/${group}`)));
  return new Set(listings.flatMap(({ stdout }) => archivedNames(stdout)));
}

/** The last segment that a restore to `target` can need. */
function lastNeeded(target: Target, backup: BaseBackup, numbers: readonly bigint[]): bigint {
  if (target.kind === "lsn") return segmentNumber(target.lsn - 1n);
  let last = segmentNumber(backup.stop);
  for (const number of numbers) if (number > last) last = number;
  return last;
}

/** What of the log a restore needs, and whether it is there. */
export function walNeed(
  { target, backup }: { target: Target; backup: BaseBackup },
  archived: ReadonlySet<string>,
  sources: readonly Pick<WalSource, "kind" | "segments">[],
  ancestry: Ancestry | undefined,
): WalNeed {
  const past = (segment: { timeline: number; number: bigint }) => {
    if (!ancestry) return true;
    const end = ancestry.get(segment.timeline);
    return ancestry.has(segment.timeline) && (end === undefined || segment.number * SEGMENT_BYTES < end);
  };
  const inArchive = [...archived].flatMap((name) => parseSegment(name) ?? []).filter(past);
  const beside = sources.flatMap(({ segments }) => segments).filter(past);
  const archivedNumbers = new Set(inArchive.map(({ number }) => number));
  const numbers = new Set([...inArchive, ...beside].map(({ number }) => number));
  // The live cluster's folder has files under future names that hold old content: only the receiver's are the log's end.
  const received = sources
    .filter(({ kind }) => kind === "receiver")
    .flatMap(({ segments }) => segments)
    .filter(past);
  const sure = [...inArchive, ...received].map(({ number }) => number);
  const first = segmentNumber(backup.start);
  const last = lastNeeded(target, backup, sure);
  const needed = Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index));
  const timeline = target.timeline ?? backup.timeline;
  return {
    first: segmentName(backup.timeline, first),
    last: segmentName(timeline, last),
    count: needed.length,
    beside: needed.filter((number) => !archivedNumbers.has(number) && numbers.has(number)).length,
    missing: needed.filter((number) => !numbers.has(number)).map((number) => segmentName(timeline, number)),
  };
}

/** @throws {Failure} when the plan cannot be carried out */
export function requireFeasible({ wal, needed, free, target, drop }: Plan, { folders }: LiveFacts): void {
  // A moment may lie before a gap, and PostgreSQL refuses when it does not.
  if (wal.missing.length > 0 && target.kind !== "time")
    throw new Failure(
      "failed",
      `${wal.missing.length} segments of the write-ahead log are nowhere, the first is ${wal.missing[0]}; go back by --to TIME to a moment before it`,
    );
  if (needed > free)
    throw new Failure(
      "missing",
      `the restored cluster needs ${megabytes(needed)} and ${megabytes(free)} are free beside ${LIVE}${folders.some((name) => name.startsWith("before-")) ? "; delete a before-… folder of an earlier restore there" : "; make room there"}`,
    );
  if (drop && target.kind === "lsn" && wal.count < 1)
    throw new Failure("failed", `no backup lies before the drop at ${formatLsn(drop.before)}`);
}

/** `23 MB`, `1.4 GB`. */
export function megabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Bytes a restore takes: the cluster, the log it replays, and what a starting server writes. */
export function spaceNeeded(backup: BaseBackup, wal: WalNeed): number {
  return backup.size + Math.min(wal.count, 64) * Number(SEGMENT_BYTES) + 128e6;
}

/** Position that has to be reached for a restore to count: nothing for a moment, which PostgreSQL itself insists on. */
export function leastReached(target: Target, wal: WalNeed, backup: BaseBackup): Lsn {
  const last = parseSegment(wal.last);
  if (target.kind !== "latest" || !last) return backup.stop;
  // The last one may hold no more than the end of a record that was never finished.
  const start = (last.number - 1n) * SEGMENT_BYTES;
  return start > backup.stop ? start : backup.stop;
}
