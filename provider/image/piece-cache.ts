import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

const week = 7 * 24 * 60 * 60 * 1000;

/**
 * Files of images as they are sent, compressed, in a folder of this machine, by the digest of their content: one that was cut off is
 * continued with the same bytes, and a second host gets what the first one got. What nobody asked for within a week goes.
 */
export class PieceCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Compressed bytes of a file, if it is here. */
  async size(digest: string): Promise<number | undefined> {
    const found = await stat(this.#file(digest)).catch(() => undefined);
    return found?.size;
  }

  /** Reads content, and keeps it if it is `wanted` by its digest. @returns the digest */
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

  /** The compressed bytes of a file from `offset` on. */
  async open(digest: string, offset: number): Promise<Readable> {
    const file = this.#file(digest);
    await utimes(file, new Date(), new Date()).catch(() => undefined);
    return createReadStream(file, { start: offset });
  }

  /** Whether a file still holds what its digest says; one that does not is removed. */
  async sound(digest: string): Promise<boolean> {
    const hash = createHash("sha256");
    try {
      await pipeline(createReadStream(this.#file(digest)), createGunzip(), hash);
    } catch {
      // Not even an archive any more: its hash will tell.
    }
    if (hash.digest("hex") === digest) return true;
    await rm(this.#file(digest), { force: true });
    return false;
  }

  /** Removes what was not used within a week. */
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

/** Lets everything through and hashes it on the way. */
function hashing(hash: ReturnType<typeof createHash>) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}
