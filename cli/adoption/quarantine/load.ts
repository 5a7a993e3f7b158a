import type { StepHandle } from "../../terminal/progress.ts";
import { DumpReader } from "../dump/reader.ts";
import type { Reading } from "../dump/reading.ts";
import type { DumpSource } from "../dump/source.ts";
import { archiveText } from "./archive.ts";
import { type FeedEnd, openFeed } from "./feed.ts";
import type { Quarantine } from "./quarantine.ts";
import { requireSpace } from "./space.ts";

/** A dump in the quarantine. */
export interface Loaded {
  readonly reading: Reading;
  readonly end: FeedEnd;
  /** The quarantine's own name of each database of the dump. */
  readonly databases: ReadonlyMap<string, string>;
}

const MEGABYTE = 1_000_000;
const SPACE_EVERY = 64 * MEGABYTE;

/** Loads a dump, whatever is in it. @param encoding of text in a dump that names none @throws {Failure} when it cannot be read to its end */
export async function load(
  quarantine: Quarantine,
  source: DumpSource,
  step: StepHandle,
  encoding?: string,
): Promise<Loaded> {
  const progress = (read: number) => step.detail(shareText(read, source.size));
  const chunks =
    source.content === "sql" ? source.bytes(progress) : archiveText(quarantine, source, progress);
  const feed = await openFeed(quarantine);
  const reading = await new DumpReader(feed, encoding).read(watched(quarantine, chunks));
  step.detail("waiting for the last statements");
  return { reading, end: await feed.end(), databases: feed.databases };
}

function shareText(read: number, whole: number): string {
  const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);
  const percent = Math.floor((100 * read) / Math.max(whole, 1));
  return `${megabytes(read)} of ${megabytes(whole)} MB, ${percent} %`;
}

/** A dump may be larger than it looks, and the live server's disk must not fill up with it. */
async function* watched(quarantine: Quarantine, chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let since = 0;
  for await (const chunk of chunks) {
    since += chunk.length;
    if (since > SPACE_EVERY) {
      since = 0;
      await requireSpace(quarantine.server, 0);
    }
    yield chunk;
  }
}
