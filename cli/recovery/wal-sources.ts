import { LIVE, RECEIVED } from "./cluster.ts";
import type { RestoreContainer, RestoreContainers } from "./restore-container.ts";
import { type Ancestry, parseHistory, parseSegment, type Segment } from "./wal.ts";

/** A folder with segments of the log. */
export interface WalSource {
  readonly kind: "live" | "receiver";
  readonly container: RestoreContainer;
  /** Where its files lie under their own names. */
  readonly folder: string;
  /** Where PostgreSQL's programs find them, the partial one included. */
  readonly readable: string;
  readonly segments: readonly Segment[];
  /** Timelines whose history lies there. */
  readonly histories: readonly number[];
}

/** Where the receiver's segments are linked to, in the container's memory. */
const LINKED = "/tmp/received";

function sourceOf(place: Omit<WalSource, "segments" | "histories">, listing: string): WalSource {
  const files = listing.split("\n");
  return {
    ...place,
    segments: files.map(parseSegment).filter((segment) => segment !== undefined),
    histories: files.flatMap((file) => {
      const match = /^([0-9A-F]{8})\.history$/.exec(file);
      return match ? [Number.parseInt(match[1] ?? "", 16)] : [];
    }),
  };
}

/** The folders that may hold what is not archived yet: the live cluster's, where it is there, and the receiver's. */
export async function walSources(
  { main, receiver }: RestoreContainers,
  hasLive: boolean,
): Promise<WalSource[]> {
  const sources: WalSource[] = [];
  if (hasLive) {
    const folder = `${LIVE}/pg_wal`;
    const { stdout } = await main.run(["ls", "-1", folder]);
    sources.push(sourceOf({ kind: "live", container: main, folder, readable: folder }, stdout));
  }
  if (receiver) {
    const listing = await receiver.script("link-received.sh", RECEIVED, LINKED);
    sources.push(
      sourceOf({ kind: "receiver", container: receiver, folder: RECEIVED, readable: LINKED }, listing),
    );
  }
  return sources.filter(({ segments }) => segments.length > 0);
}

/** The timeline that the cluster is on, and its past; undefined when no source tells. The live cluster knows best. */
export async function presentTimeline(
  sources: readonly WalSource[],
): Promise<{ timeline: number; ancestry: Ancestry } | undefined> {
  const [first] = sources;
  if (!first) return undefined;
  const timeline = Math.max(...first.segments.map((segment) => segment.timeline));
  const knowing = sources.find(({ histories }) => histories.includes(timeline));
  if (!knowing) return timeline === 1 ? { timeline, ancestry: parseHistory(1, "") } : undefined;
  const name = `${timeline.toString(16).toUpperCase().padStart(8, "0")}.history`;
  const { stdout } = await knowing.container.run(["cat", `${knowing.folder}/${name}`]);
  return { timeline, ancestry: parseHistory(timeline, stdout) };
}
