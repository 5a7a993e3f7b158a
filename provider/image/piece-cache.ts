import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

const week = 7 * 24 * 60 * 60 * 1000;

/**
 * Local cache of compressed image files, by the digest of their content: an interrupted transfer is
 * resumed with the same bytes, and a second host gets the same files. Files unused for a week are removed.
 */
export class PieceCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Compressed size of a file, if it is cached. */
  async size(digest: string): Promise<number | undefined> {
    const found = await stat(this.#file(digest)).catch(() => undefined);
    return found?.size;
  }

  /** Reads content and caches it if its digest is `wanted`. @returns the digest */
  async take(content: Readable, wanted: (digest: string) => boolean): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const spool = join(this.#folder, `${randomUUID()}.tmp`);
    const packed = `${spool}.gz`;
    try {
      const hash = createHash("sha256");
      await pipeline(content, hashing(hash), createWriteStream(spool));
      const digest = hash.digest("hex");
      if (wanted(digest) && (await this.size(digest)) === undefined) {
        await pipeline(createReadStream(spool), createGzip(), createWriteStream(packed));
        await rename(packed, this.#file(digest));
      }
      return digest;
    } finally {
      await rm(spool, { force: true });
      await rm(packed, { force: true });
    }
  }

  /** The compressed bytes of a file from `offset`. */
  async open(digest: string, offset: number): Promise<Readable> {
    const file = this.#file(digest);
    await utimes(file, new Date(), new Date()).catch(() => undefined);
    return createReadStream(file, { start: offset });
  }

  /** Whether a file still matches its digest; otherwise it is removed. */
  async sound(digest: string): Promise<boolean> {
    const hash = createHash("sha256");
    try {
      await pipeline(createReadStream(this.#file(digest)), createGunzip(), hash);
    } catch {
      // Not a valid archive: the hash will not match.
    }
    if (hash.digest("hex") === digest) return true;
    await rm(this.#file(digest), { force: true });
    return false;
  }

  /** Removes files unused for a week. */
  async tidy(): Promise<void> {
    const files = await readdir(this.#folder).catch(() => []);
    for (const file of files.map((name) => join(this.#folder, name))) {
      const found = await stat(file).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > week) await rm(file, { force: true });
    }
  }

  #file(digest: string): string {
    return join(this.#folder, `${digest}.gz`);
  }
}

/** Passes everything through and hashes it. */
function hashing(hash: ReturnType<typeof createHash>) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}
