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

/** Bytes of all layers; random data does not compress. */
const everything = base.length + node.length;

describe("an image by transfer", () => {
  test("is sent completely to a new host and is then present", async () => {
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

  test("costs one round trip and no bytes the second time, even without a local image", async () => {
    await bring(old);
    host.ran.length = 0;
    expect(await bring(old, [])).toMatchObject({ sentBytes: 0, layersSent: 0, layersPresent: 3 });
    expect(host.ran).toEqual(["survey"]);
  });

  test("sends only the changed layer and removes old images", async () => {
    await bring(old);
    host.ran.length = 0;
    const { sentBytes, layersSent, layersPresent } = await bring(changed);
    expect({ layersSent, layersPresent }).toEqual({ layersSent: 1, layersPresent: 2 });
    expect(sentBytes).toBeLessThan(30_000);
    expect(host.ran).toEqual(["survey", "receive", "load", "prune"]);
  });

  test("sends a layer again when it is on a different base there", async () => {
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

describe("an interrupted transfer", () => {
  test("resumes where the connection was lost", async () => {
    host.cuts = [1_000_000];
    const { sentBytes } = await bring(old);
    // One chunk may be in transit.
    expect(sentBytes).toBeLessThan(everything + base.length);
    expect(host.ran.slice(0, 4)).toEqual(["survey", "receive", "survey", "receive"]);
    expect(host.images.has(old.id)).toBe(true);
  });

  test("fails after three lost connections, and the next run sends only the rest", async () => {
    host.cuts = [1_000_000, 500_000, 500_000];
    await expect(bring(old)).rejects.toThrow(
      /^the connection to 203\.0\.113\.7 was lost \(layer [0-9a-f]{12} resumes at the same position when you run this again\)$/,
    );
    expect([...host.parts.values()].map(({ length }) => length)).toEqual([2_000_000]);
    const { sentBytes } = await bring(old);
    expect(sentBytes).toBeLessThan(everything - 1_900_000);
  });

  test("sends a layer again that arrived damaged", async () => {
    host.damaged = 1;
    expect((await bring(old)).layersSent).toBe(3);
    expect(host.ran.filter((script) => script === "receive")).toHaveLength(4);
  });

  test("detects a changed byte in data from an earlier run", async () => {
    host.cuts = [1_000_000, 0, 0];
    await expect(bring(old)).rejects.toThrow();
    const [part] = host.parts.values();
    part?.writeUInt8(255 - part.readUInt8(500_000), 500_000);
    host.ran.length = 0;
    await bring(old);
    expect(host.ran.filter((script) => script === "receive")).toHaveLength(4);
    expect(host.images.has(old.id)).toBe(true);
  });

  test("fails with an explanation when everything arrives damaged", async () => {
    host.damaged = 99;
    await expect(bring(old)).rejects.toThrow(/keeps arriving damaged at 203\.0\.113\.7; check/);
    expect(host.images.size).toBe(0);
  });

  test("detects a damaged file in the local cache and creates it again", async () => {
    host.refusals = ["not now", "not now"];
    await expect(bring(old)).rejects.toThrow("203.0.113.7: not now");
    host.pieces.clear();
    for (const file of await readdir(folder)) await writeFile(join(folder, file), "damaged");
    for (const _layer of old.layers)
      await expect(bring(old)).rejects.toThrow(/cache was damaged and has been removed/);
    expect((await bring(old)).layersSent).toBe(3);
  });

  test("sends every layer when the engine has lost one", async () => {
    await bring(old);
    host.refusals = ["no such file"];
    expect(await bring(changed)).toMatchObject({ layersSent: 3, layersPresent: 0 });
  });

  test("reports the engine's error, and loads the received files next time", async () => {
    host.refusals = ["no space left on device", "no space left on device"];
    await expect(bring(old)).rejects.toThrow("203.0.113.7: no space left on device");
    expect((await bring(old)).sentBytes).toBeLessThan(10_000);
  });

  test("does not start without enough disk space", async () => {
    host.free = 70e6;
    await expect(bring(old)).rejects.toThrow(
      /^203\.0\.113\.7 has not enough disk space for tovplay\/backend:[0-9a-f]{12}: \/ has 70\.0 MB free but needs 79\.\d MB; free/,
    );
    expect(host.ran).toEqual(["survey"]);
  });
});

describe("hosts whose engines use containerd's store", () => {
  test("receive the files they lack if this machine uses it too", async () => {
    host = new FakeHost("203.0.113.7", "containerd");
    const image = await fakeImage([base, node], "containerd");
    host.blobs.add([...image.content.keys()][0] ?? "");
    expect(await bring(image)).toMatchObject({ imageId: image.id, layersSent: 1, layersPresent: 1 });
  });

  test("are otherwise refused before anything is sent", async () => {
    host = new FakeHost("203.0.113.7", "containerd");
    await expect(bring(old)).rejects.toThrow(/keeps images in its containerd store/);
    expect(host.ran).toEqual(["survey"]);
  });
});

test("two images delivered to a host at once share the first one's layers", async () => {
  const [first, second] = await Promise.all([bring(old), bring(changed)]);
  expect(first.layersSent).toBe(3);
  expect(second.layersSent).toBe(1);
});
