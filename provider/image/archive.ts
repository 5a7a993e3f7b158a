import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { extract, pack } from "tar-stream";
import type { PieceCache } from "./piece-cache.ts";
import type { Piece } from "./plan.ts";

/** The useful part of the output of `docker save`. */
export interface Archive {
  /** Small files by path: manifests and configuration. */
  documents: Map<string, Buffer>;
  /** The requested larger files, which are in the cache. */
  pieces: Piece[];
}

/** Largest size of a manifest or configuration, in bytes; a layer may be smaller. */
export const documentLimit = 1024 * 1024;
const blobPath = /^blobs\/sha256\/([0-9a-f]{64})$/;

/** Whether a file of an archive is sent separately, by its hexadecimal digest and its size. */
export type Wanted = (digest: string, bytes: number) => boolean;

/** Reads the archive of one image and keeps in the cache the files that are `wanted`. */
export async function readArchive(saved: Readable, wanted: Wanted, cache: PieceCache): Promise<Archive> {
  const documents = new Map<string, Buffer>();
  const pieces = new Map<string, Piece>();
  const entries = extract();
  saved.on("error", (error) => entries.destroy(error)).pipe(entries);
  for await (const entry of entries) {
    const { name, type, size = 0 } = entry.header;
    const known = blobPath.exec(name)?.[1];
    // An entry must be read to its end before the next one.
    if (type !== "file" || (size > documentLimit && known && !wanted(known, size))) entry.resume();
    else if (size <= documentLimit) {
      const content = await buffer(entry);
      documents.set(name, content);
      const digest = sha256(content);
      if (wanted(digest, size)) await keep(digest, Readable.from([content]), size);
    } else await keep(known, Readable.from(entry), size);
  }
  return { documents, pieces: [...pieces.values()] };

  async function keep(known: string | undefined, content: Readable, bytes: number): Promise<void> {
    let digest = known;
    if (digest && (await cache.size(digest)) !== undefined) content.resume();
    else digest = await cache.take(content, (found) => wanted(found, bytes));
    const compressed = await cache.size(digest);
    if (wanted(digest, bytes) && compressed !== undefined) pieces.set(digest, { digest, bytes, compressed });
  }
}

/** A tar archive of the given files. */
export async function packed(documents: Iterable<readonly [string, Buffer]>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of documents) archive.entry({ name, mode: 0o600 }, content);
  archive.finalize();
  return buffer(archive);
}

/** Hexadecimal SHA-256. */
export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
