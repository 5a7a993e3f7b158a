import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deliver, present } from "./deliver.ts";
import type { ImageInputs } from "./inputs.ts";
import { PieceCache } from "./piece-cache.ts";
import { FakeHost } from "./testing/fake-host.ts";
import { type FakeImage, fakeImage, fakeSource } from "./testing/fake-image.ts";

const connection = { host: "203.0.113.7", port: 22, user: "deploy", hostKey: "ssh-ed25519 AAAA" };
const base = randomBytes(3_000_000);
const node = randomBytes(2_000_000);
const bundle = (line: string) => Buffer.concat([Buffer.from(line), randomBytes(20_000)]);

let folder: string;
let old: FakeImage;
let changed: FakeImage;
let host: FakeHost;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tovplay-layers-"));
  old = await fakeImage([base, node, bundle("old")]);
  changed = await fakeImage([base, node, bundle("new")]);
  host = new FakeHost("203.0.113.7");
});

afterEach(() => rm(folder, { recursive: true }));

const inputs = ({ id }: FakeImage): ImageInputs => ({
  connection,
  image: id,
  delivery: "transfer",
  name: "tovplay/backend",
});

async function bring(image: FakeImage, from = [old, changed, image]) {
  const surroundings = { source: fakeSource(...from), cache: new PieceCache(folder), pause: 0 };
  return deliver(host, inputs(image), () => {}, surroundings);
}

/** Bytes of all layers; random ones do not shrink. */
const everything = base.length + node.length;

describe("an image by transfer", () => {
  test("comes whole to a new host, and is there then", async () => {
    expect(await present(host, inputs(old))).toBe(false);
    const { imageId, sentBytes, layersSent, layersPresent } = await bring(old);
    expect({ imageId, layersSent, layersPresent }).toEqual({
      imageId: old.id,
      layersSent: 3,
      layersPresent: 0,
    });
    expect(sentBytes).toBeGreaterThan(everything);
    expect(await present(host, inputs(old))).toBe(true);
  });

  test("costs one round trip and no byte the second time, and needs no image here", async () => {
    await bring(old);
    host.ran.length = 0;
    expect(await bring(old, [])).toMatchObject({ sentBytes: 0, layersSent: 0, layersPresent: 3 });
    expect(host.ran).toEqual(["survey"]);
  });

  test("sends the changed layer alone, and removes what is old", async () => {
    await bring(old);
    host.ran.length = 0;
    const { sentBytes, layersSent, layersPresent } = await bring(changed);
    expect({ layersSent, layersPresent }).toEqual({ layersSent: 1, layersPresent: 2 });
    expect(sentBytes).toBeLessThan(30_000);
    expect(host.ran).toEqual(["survey", "receive", "load", "prune"]);
  });

  test("sends a layer again that lies on another base there", async () => {
    await bring(old);
    const moved = await fakeImage([randomBytes(10), node]);
    expect(await bring(moved)).toMatchObject({ layersSent: 2, layersPresent: 0 });
  });

  test("sends only its configuration when no layer differs", async () => {
    await bring(old);
    host.images.set("sha256:other", [...old.layers, "sha256:more"]);
    host.images.delete(old.id);
    expect(await bring(old)).toMatchObject({ layersSent: 0, layersPresent: 3 });
    expect(host.images.has(old.id)).toBe(true);
  });
});

describe("a transfer that is disturbed", () => {
  test("goes on where the connection was lost", async () => {
    host.cuts = [1_000_000];
    const { sentBytes } = await bring(old);
    // One chunk may be under way.
    expect(sentBytes).toBeLessThan(everything + base.length);
    expect(host.ran.slice(0, 4)).toEqual(["survey", "receive", "survey", "receive"]);
    expect(host.images.has(old.id)).toBe(true);
  });

  test("is given up after three losses, and the next run sends only the rest", async () => {
    host.cuts = [1_000_000, 500_000, 500_000];
    await expect(bring(old)).rejects.toThrow(
      /^the connection to 203\.0\.113\.7 was lost \(layer [0-9a-f]{12} goes on where it was cut\)$/,
    );
    expect([...host.parts.values()].map(({ length }) => length)).toEqual([2_000_000]);
    const { sentBytes } = await bring(old);
    expect(sentBytes).toBeLessThan(everything - 1_900_000);
  });

  test("sends a layer again that arrives damaged", async () => {
    host.damaged = 1;
    expect((await bring(old)).layersSent).toBe(3);
    expect(host.ran.filter((script) => script === "receive")).toHaveLength(4);
  });

  test("finds a byte that was changed in what an earlier run left", async () => {
    host.cuts = [1_000_000, 0, 0];
    await expect(bring(old)).rejects.toThrow();
    const [part] = host.parts.values();
    part?.writeUInt8(255 - part.readUInt8(500_000), 500_000);
    host.ran.length = 0;
    await bring(old);
    expect(host.ran.filter((script) => script === "receive")).toHaveLength(4);
    expect(host.images.has(old.id)).toBe(true);
  });

  test("says so when everything arrives damaged", async () => {
    host.damaged = 99;
    await expect(bring(old)).rejects.toThrow(/arrives damaged at 203\.0\.113\.7 again and again; check/);
    expect(host.images.size).toBe(0);
  });

  test("finds a damaged file of this machine's cache, and makes it anew", async () => {
    host.refusals = ["not now", "not now"];
    await expect(bring(old)).rejects.toThrow("203.0.113.7: not now");
    host.pieces.clear();
    for (const file of await readdir(folder)) await writeFile(join(folder, file), "damaged");
    for (const _layer of old.layers)
      await expect(bring(old)).rejects.toThrow(/cache was damaged and is removed/);
    expect((await bring(old)).layersSent).toBe(3);
  });

  test("sends every layer when the engine lacks one that it had", async () => {
    await bring(old);
    host.refusals = ["no such file"];
    expect(await bring(changed)).toMatchObject({ layersSent: 3, layersPresent: 0 });
  });

  test("says what the engine says, and loads what has arrived the next time", async () => {
    host.refusals = ["no space left on device", "no space left on device"];
    await expect(bring(old)).rejects.toThrow("203.0.113.7: no space left on device");
    expect((await bring(old)).sentBytes).toBeLessThan(10_000);
  });

  test("does not begin where there is no room", async () => {
    host.free = 70e6;
    await expect(bring(old)).rejects.toThrow(
      /^203\.0\.113\.7 has no room for tovplay\/backend:[0-9a-f]{12}: \/ has 70\.0 MB free and 79\.\d MB are needed; free/,
    );
    expect(host.ran).toEqual(["survey"]);
  });
});

describe("hosts whose engines use containerd's store", () => {
  test("get the files they lack, if this machine uses it too", async () => {
    host = new FakeHost("203.0.113.7", "containerd");
    const image = await fakeImage([base, node], "containerd");
    host.blobs.add([...image.content.keys()][0] ?? "");
    expect(await bring(image)).toMatchObject({ imageId: image.id, layersSent: 1, layersPresent: 1 });
  });

  test("are refused otherwise, before anything is sent", async () => {
    host = new FakeHost("203.0.113.7", "containerd");
    await expect(bring(old)).rejects.toThrow(/keeps images in its containerd store/);
    expect(host.ran).toEqual(["survey"]);
  });
});

test("two images that come to a host at once share what the first one brings", async () => {
  const [first, second] = await Promise.all([bring(old), bring(changed)]);
  expect(first.layersSent).toBe(3);
  expect(second.layersSent).toBe(1);
});
