import { liveFolder, receivedFolder } from "./cluster.ts";
import type { RestoreContainer, RestoreContainers } from "./restore-container.ts";
import { type Ancestry, parseHistory, parseSegment, type Segment } from "./wal.ts";

/** A folder with log segments. */
export interface WalSource {
  kind: "live" | "receiver";
  container: RestoreContainer;
  /** Folder with the original file names. */
  folder: string;
  /** Folder for PostgreSQL's programs, in which a partial segment has its final name. */
  readable: string;
  segments: readonly Segment[];
  /** Timelines with a history file in it. */
  histories: readonly number[];
}

/** Folder with links to the receiver's segments, in the container's memory. */
const linked = "/tmp/received";

function sourceOf(source: Omit<WalSource, "segments" | "histories">, listing: string): WalSource {
  const files = listing.split("\n");
  return {
    ...source,
    segments: files.map(parseSegment).filter((segment) => segment !== undefined),
    histories: files.flatMap((file) => {
      const match = /^([0-9A-F]{8})\.history$/.exec(file);
      return match ? [Number.parseInt(match[1] ?? "", 16)] : [];
    }),
  };
}

/** The folders that may have segments that are not archived yet: the live cluster's and the receiver's. */
export async function walSources(
  { main, receiver }: RestoreContainers,
  hasLive: boolean,
): Promise<WalSource[]> {
  const sources: WalSource[] = [];
  if (hasLive) {
    const folder = `${liveFolder}/pg_wal`;
    const { stdout } = await main.run(["ls", "-1", folder]);
    sources.push(sourceOf({ kind: "live", container: main, folder, readable: folder }, stdout));
  }
  if (receiver) {
    const listing = await receiver.script("link-received.sh", receivedFolder, linked);
    sources.push(
      sourceOf({ kind: "receiver", container: receiver, folder: receivedFolder, readable: linked }, listing),
    );
  }
  return sources.filter(({ segments }) => segments.length > 0);
}

/** The cluster's current timeline and its history; undefined when unknown. Prefers the live cluster. */
export async function presentTimeline(
  sources: readonly WalSource[],
): Promise<{ timeline: number; ancestry: Ancestry } | undefined> {
  const [first] = sources;
  if (!first) return undefined;
  const timeline = Math.max(...first.segments.map((segment) => segment.timeline));
  const withHistory = sources.find(({ histories }) => histories.includes(timeline));
  if (!withHistory) return timeline === 1 ? { timeline, ancestry: parseHistory(1, "") } : undefined;
  const name = `${timeline.toString(16).toUpperCase().padStart(8, "0")}.history`;
  const { stdout } = await withHistory.container.run(["cat", `${withHistory.folder}/${name}`]);
  return { timeline, ancestry: parseHistory(timeline, stdout) };
}
