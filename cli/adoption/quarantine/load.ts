import type { StepHandle } from "../../terminal/progress.ts";
import { DumpReader } from "../dump/reader.ts";
import type { Reading } from "../dump/reading.ts";
import type { DumpSource } from "../dump/source.ts";
import { archiveText } from "./archive.ts";
import { type FeedEnd, openFeed } from "./feed.ts";
import type { Quarantine } from "./quarantine.ts";
import { requireSpace } from "./space.ts";

/** A dump loaded in the quarantine. */
export interface Loaded {
  reading: Reading;
  end: FeedEnd;
  /** Name in the quarantine of each database of the dump. */
  databases: ReadonlyMap<string, string>;
}

const megabyte = 1_000_000;
const spaceEvery = 64 * megabyte;

/** Loads a dump. @param encoding of a dump that names none @throws {Failure} when it cannot be read completely */
export async function load(
  quarantine: Quarantine,
  source: DumpSource,
  step: StepHandle,
  encoding?: string,
): Promise<Loaded> {
  const progress = (read: number) => step.detail(progressText(read, source.size));
  const chunks =
    source.content === "sql" ? source.bytes(progress) : archiveText(quarantine, source, progress);
  const feed = await openFeed(quarantine);
  const reading = await new DumpReader(feed, encoding).read(watched(quarantine, chunks));
  step.detail("waiting for the last statements");
  return { reading, end: await feed.end(), databases: feed.databases };
}

function progressText(read: number, total: number): string {
  const megabytes = (bytes: number) => (bytes / megabyte).toFixed(bytes < 10 * megabyte ? 1 : 0);
  const percent = Math.floor((100 * read) / Math.max(total, 1));
  return `${megabytes(read)} of ${megabytes(total)} MB, ${percent} %`;
}

/** Checks the disk space while loading, since a dump may need more than expected. */
async function* watched(quarantine: Quarantine, chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let since = 0;
  for await (const chunk of chunks) {
    since += chunk.length;
    if (since > spaceEvery) {
      since = 0;
      await requireSpace(quarantine.server, 0);
    }
    yield chunk;
  }
}
