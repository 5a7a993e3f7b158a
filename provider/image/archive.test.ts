import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readArchive } from "./archive.ts";
import { PieceCache } from "./piece-cache.ts";
import { fakeImage, sha256 } from "./testing/fake-image.ts";

let folder: string;
let cache: PieceCache;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tovplay-layers-"));
  cache = new PieceCache(folder);
});

afterEach(() => rm(folder, { recursive: true }));

const large = randomBytes(1_500_000);
const other = randomBytes(1_600_000);
const small = Buffer.from("small");

test.each(["classic", "containerd"] as const)(
  "readArchive caches the wanted files of an archive in %s form, compressed",
  async (form) => {
    const { archive } = await fakeImage([large, other, small], form);
    const wanted = new Set([sha256(large), sha256(small)]);
    const read = () => readArchive(Readable.from([archive]), (digest) => wanted.has(digest), cache);
    const { pieces, documents } = await read();
    expect(pieces.map(({ digest, bytes }) => [digest, bytes])).toEqual([
      [sha256(large), large.length],
      [sha256(small), small.length],
    ]);
    for (const { digest, compressed } of pieces) {
      const sent = await buffer(await cache.open(digest, 0));
      expect([sent.length, sha256(gunzipSync(sent))]).toEqual([compressed, digest]);
      expect((await buffer(await cache.open(digest, 5))).equals(sent.subarray(5))).toBe(true);
    }
    expect([...documents.keys()].some((path) => path.endsWith(".json"))).toBe(true);
    // Again with a full cache, without leftover temporary files.
    expect((await read()).pieces).toEqual(pieces);
    expect(await readdir(folder)).toHaveLength(2);
  },
);

test("readArchive refuses a truncated archive", async () => {
  const { archive } = await fakeImage([large]);
  const read = readArchive(Readable.from([archive.subarray(0, 800_000)]), () => true, cache);
  await expect(read).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

test("tidying the cache removes files unused for a week", async () => {
  const [kept, forgotten] = [
    await cache.take(Readable.from([large]), () => true),
    await cache.take(Readable.from([other]), () => true),
  ];
  const weekAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
  await utimes(join(folder, `${forgotten}.gz`), weekAgo, weekAgo);
  await cache.tidy();
  expect(await readdir(folder)).toEqual([`${kept}.gz`]);
});
