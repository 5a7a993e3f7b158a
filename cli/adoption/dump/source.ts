import { createReadStream, existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { Failure } from "../../terminal/exit.ts";
import { type Format, formatOf, notADump, utf8Mark } from "./format.ts";

/** A dump on this machine. */
export interface DumpSource {
  /** Path as the operator gave it. */
  name: string;
  /** SQL text, or an archive for pg_restore. */
  content: "sql" | "custom" | "tar" | "directory";
  /** Whether it is compressed. */
  compressed: boolean;
  /** Size in bytes on disk. */
  size: number;
  /** Its decompressed bytes; none for a folder. */
  bytes(progress: (read: number) => void): AsyncIterable<Buffer>;
  /** Folder of a dump in directory format. */
  folder: string | undefined;
}

const head = 64 * 1024;

/** Recognises a dump by its first bytes. @throws {Failure} when it is not a readable dump */
export async function openDump(name: string): Promise<DumpSource> {
  if (name.trim() === "")
    throw new Failure("usage", "the path of the dump is empty; give its file or folder");
  if (!existsSync(name))
    throw new Failure("usage", `${name} does not exist; give a file or folder written by pg_dump`);
  const facts = statSync(name);
  if (facts.isDirectory()) return folderSource(name);
  if (!facts.isFile())
    throw new Failure(
      "usage",
      `${name} is not a regular file, and the dump is read twice; write it to a file first`,
    );
  const packing = formatOf(await firstBytes(fileChunks(name, () => undefined)));
  const compression = packing === "gzip" || packing === "zstd" ? packing : undefined;
  const bytes = (progress: (read: number) => void) => unpacked(name, compression, progress);
  const format = compression ? formatOf(await firstBytes(bytes(() => undefined))) : packing;
  const content = contentOf(format, name);
  return { name, content, compressed: compression !== undefined, size: facts.size, bytes, folder: undefined };
}

function contentOf(format: Format, name: string): "sql" | "custom" | "tar" {
  if (format === "sql" || format === "custom" || format === "tar") return format;
  const twice = "is compressed twice; decompress it once";
  throw new Failure("usage", `${name} ${format === "gzip" || format === "zstd" ? twice : notADump[format]}`);
}

async function folderSource(name: string): Promise<DumpSource> {
  if (!existsSync(join(name, "toc.dat")))
    throw new Failure(
      "usage",
      `${name} is a folder without toc.dat, so it is not a dump in directory format; give the dump's file or folder`,
    );
  const files = await readdir(name);
  const size = files.reduce((sum, file) => sum + statSync(join(name, file)).size, 0);
  return { name, content: "directory", compressed: true, size, folder: name, bytes: async function* () {} };
}

/** A file's bytes. @param progress called with the number of bytes read so far */
export async function* fileChunks(name: string, progress: (read: number) => void): AsyncIterable<Buffer> {
  let read = 0;
  for await (const chunk of createReadStream(name, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    read += chunk.length;
    progress(read);
    yield chunk;
  }
}

async function* unpacked(
  name: string,
  compression: "gzip" | "zstd" | undefined,
  progress: (read: number) => void,
): AsyncIterable<Buffer> {
  const chunks = fileChunks(name, progress);
  try {
    yield* withoutByteOrderMark(decompressed(chunks, compression));
  } catch (error) {
    throw unreadable(name, error);
  }
}

function unreadable(name: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const [why] = cause instanceof Error ? cause.message.split("\n") : ["unreadable"];
  const text = `${name} is damaged or truncated (${why}); copy it or make the dump again`;
  return new Failure("usage", text, { cause });
}

function decompressed(
  chunks: AsyncIterable<Buffer>,
  compression: "gzip" | "zstd" | undefined,
): AsyncIterable<Buffer> {
  // The reader gets errors from the stream itself.
  if (compression === "gzip") return pipeline(chunks, createGunzip(), () => undefined);
  return compression === "zstd" ? unzstd(chunks) : chunks;
}

async function* unzstd(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let given = 0;
  async function* counted(): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      given += chunk.length;
      yield chunk;
    }
  }
  const decompress = createZstdDecompress();
  yield* pipeline(counted(), decompress, () => undefined);
  // Anything else after the last frame would be dropped silently.
  if (decompress.bytesWritten < given) throw new Error("something else follows the compressed data");
}

/** psql would read a byte order mark as SQL. */
async function* withoutByteOrderMark(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let first = true;
  for await (const chunk of chunks) {
    yield first && chunk.subarray(0, 3).equals(utf8Mark) ? chunk.subarray(3) : chunk;
    first = false;
  }
}

async function firstBytes(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const found: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    found.push(chunk);
    length += chunk.length;
    if (length >= head) break;
  }
  return Buffer.concat(found).subarray(0, head);
}
