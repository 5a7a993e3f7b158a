import { Failure } from "../terminal/exit.ts";
import type { Cluster } from "./cluster.ts";
import { liveFolder } from "./cluster.ts";
import type { Drop } from "./find-drop.ts";
import type { Inspection } from "./inspection.ts";
import type { LiveFacts } from "./live-cluster.ts";
import { type BaseBackup, chooseBackup, type Repository, type Until } from "./repository.ts";
import type { RestoreContainer, RestoreContainers } from "./restore-container.ts";
import type { RequestedTarget, Target } from "./target.ts";
import {
  type Ancestry,
  formatLsn,
  type Lsn,
  parseSegment,
  segmentBytes,
  segmentName,
  segmentNumber,
} from "./wal.ts";
import type { WalSource } from "./wal-sources.ts";

/** What a restore will do. */
export interface Plan {
  target: Target;
  drop: Drop | undefined;
  backup: BaseBackup;
  wal: WalNeed;
  /** Bytes that the restored cluster takes beside the live one. */
  needed: number;
  free: number;
}

/** The segments from the base backup to the target. */
export interface WalNeed {
  first: string;
  last: string;
  count: number;
  /** How many are not archived, and come from the live cluster or the receiver. */
  beside: number;
  /** Segments that exist nowhere. */
  missing: readonly string[];
}

/** Resolves a requested target. @throws {Failure} when a drop was requested and none was found */
export function resolveTarget(
  requested: RequestedTarget,
  drop: Drop | undefined,
  timeline: number | undefined,
): Target {
  const on = timeline === undefined ? {} : { timeline };
  if (requested.kind === "time") return { kind: "time", time: requested.time, ...on };
  if (requested.kind === "latest") return { kind: "latest", ...on };
  if (drop) return { kind: "lsn", lsn: drop.before, timeline: drop.timeline };
  throw new Failure(
    "failed",
    "no drop was found in the write-ahead log or the structured log; choose a time with --to TIME",
  );
}

/** Names of the segments in the output of `pgbackrest repo-ls`. */
function archivedNames(listing: string): string[] {
  return listing.split("\n").flatMap((line) => {
    const match = /(?:^|\/)([0-9A-F]{24})-[0-9a-f]{40}/.exec(line);
    return match?.[1] ? [match[1]] : [];
  });
}

/** The archived segments from a base backup on. */
async function archivedSegments(
  container: RestoreContainer,
  stanza: string,
  { archives }: Repository,
  backup: BaseBackup,
): Promise<ReadonlySet<string>> {
  const archive = archives.find(({ repository }) => repository === backup.repository) ?? archives[0];
  if (!archive) return new Set();
  const quiet = ["--log-level-console=off", "--log-level-file=off", "--log-level-stderr=off"];
  const folder = `archive/${stanza}/${archive.id}`;
  const list = (path: string, ...more: string[]) =>
    container.run([
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

/** The segments that a restore needs, and which of them are missing. */
export function walNeed(
  { target, backup }: { target: Target; backup: BaseBackup },
  archived: ReadonlySet<string>,
  sources: readonly Pick<WalSource, "kind" | "segments">[],
  ancestry: Ancestry | undefined,
): WalNeed {
  const past = (segment: { timeline: number; number: bigint }) => {
    if (!ancestry) return true;
    const end = ancestry.get(segment.timeline);
    return ancestry.has(segment.timeline) && (end === undefined || segment.number * segmentBytes < end);
  };
  const inArchive = [...archived].flatMap((name) => parseSegment(name) ?? []).filter(past);
  const beside = sources.flatMap(({ segments }) => segments).filter(past);
  const archivedNumbers = new Set(inArchive.map(({ number }) => number));
  const numbers = new Set([...inArchive, ...beside].map(({ number }) => number));
  // The live cluster recycles old segments under future names, so only the receiver's show where the log ends.
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

/** @throws {Failure} when segments or disk space are missing */
export function requireFeasible({ wal, needed, free, target, drop }: Plan, { folders }: LiveFacts): void {
  // The time may be before the gap; if not, PostgreSQL refuses.
  if (wal.missing.length > 0 && target.kind !== "time")
    throw new Failure(
      "failed",
      `${wal.missing.length} segments of the write-ahead log are missing, the first is ${wal.missing[0]}; choose a time before it with --to TIME`,
    );
  if (needed > free)
    throw new Failure(
      "missing",
      `the restored cluster needs ${megabytes(needed)}, but only ${megabytes(free)} are free on the volume of ${liveFolder}; ${folders.some((name) => name.startsWith("before-")) ? "delete the before-… folder of an earlier restore" : "free some space"} there`,
    );
  if (drop && target.kind === "lsn" && wal.count < 1)
    throw new Failure("failed", `no backup was made before the drop at ${formatLsn(drop.before)}`);
}

/** `23 MB`, `1.4 GB`. */
export function megabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Bytes that a restore needs: the cluster, the log to replay, and what a starting server writes. */
function spaceNeeded(backup: BaseBackup, wal: WalNeed): number {
  return backup.size + Math.min(wal.count, 64) * Number(segmentBytes) + 128e6;
}

/** Position that a restore has to reach. For a time, PostgreSQL itself checks that it is reached. */
export function leastReached(target: Target, wal: WalNeed, backup: BaseBackup): Lsn {
  const last = parseSegment(wal.last);
  if (target.kind !== "latest" || !last) return backup.stop;
  // The last segment may contain only the end of an unfinished record.
  const start = (last.number - 1n) * segmentBytes;
  return start > backup.stop ? start : backup.stop;
}

function untilOf(target: Target): Until {
  if (target.kind === "lsn") return { lsn: target.lsn };
  return target.kind === "time" ? { time: target.time } : {};
}

/** Plans a restore. @throws {Failure} when it is not possible */
export async function planRestore(
  cluster: Cluster,
  { main }: RestoreContainers,
  inspection: Inspection,
  { requested, drop }: { requested: RequestedTarget; drop: Drop | undefined },
): Promise<Plan> {
  const { live, repository, sources, present } = inspection;
  const target = resolveTarget(requested, drop, present?.timeline);
  const backup = chooseBackup(repository, untilOf(target), present?.ancestry);
  if (!backup) {
    const oldest = repository.backups[0]?.finished.toISOString() ?? "none";
    throw new Failure(
      "failed",
      `there is no backup from before the target; the oldest one was finished at ${oldest}`,
    );
  }
  const archived = await archivedSegments(main, cluster.stanza, repository, backup);
  const wal = walNeed({ target, backup }, archived, sources, present?.ancestry);
  const plan = { target, drop, backup, wal, needed: spaceNeeded(backup, wal), free: live.free };
  requireFeasible(plan, live);
  return plan;
}
