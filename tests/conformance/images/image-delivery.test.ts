import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { packed } from "../../../provider/image/archive.ts";
import { deliver, present, removeImage } from "../../../provider/image/deliver.ts";
import type { ImageInputs } from "../../../provider/image/inputs.ts";
import { PieceCache } from "../../../provider/image/piece-cache.ts";
import { type FakeImage, fakeImage, fakeSource } from "../../../provider/image/testing/fake-image.ts";
import { localShell } from "../../../provider/local-shell.ts";
import { type Registry, startRegistry } from "./registry.ts";

/** This machine's engine acts as the host; the images come from an archive or a registry. */
let folder: string;
let architecture: string;
const name = `scratch-conformance/image-${randomBytes(4).toString("hex")}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tovplay-conformance-"));
  process.env.TOVPLAY_STATE_DIR = folder;
  architecture = (await execa("docker", ["version", "--format", "{{.Server.Arch}}"])).stdout;
});

afterAll(async () => {
  await removeImage(localShell, { image: "", name, delivery: "transfer" });
  await rm(folder, { recursive: true });
});

const layer = async (bytes: number) => packed([[randomBytes(4).toString("hex"), randomBytes(bytes)]]);

async function engineHas({ id }: FakeImage): Promise<string[]> {
  const format = "{{range .RootFS.Layers}}{{println .}}{{end}}";
  const { stdout } = await execa("docker", ["image", "inspect", "--format", format, id]);
  return stdout.split("\n").filter(Boolean);
}

describe("an image delivered by transfer", () => {
  const inputs = ({ id }: FakeImage): ImageInputs => ({ image: id, name, delivery: "transfer" });
  const bring = async (image: FakeImage) =>
    deliver(localShell, inputs(image), () => {}, {
      source: fakeSource({ ...image, architecture }),
      cache: new PieceCache(join(folder, "layers")),
      pause: 0,
    });

  test("sends only the layers that the engine does not have", async () => {
    const base = await layer(2_000_000);
    const [first, second] = [
      await fakeImage([base, await layer(10_000)]),
      await fakeImage([base, await layer(20_000)]),
    ];
    expect(await bring(first)).toMatchObject({ layersSent: 2, layersPresent: 0 });
    expect(await engineHas(first)).toEqual(first.layers);

    const { sentBytes, ...counted } = await bring(second);
    expect(counted).toMatchObject({ imageId: second.id, layersSent: 1, layersPresent: 1 });
    expect(sentBytes).toBeLessThan(40_000);
    expect(await engineHas(second)).toEqual(second.layers);

    expect(await bring(second)).toMatchObject({ sentBytes: 0, layersPresent: 2 });
    expect(await present(localShell, inputs(second))).toBe(true);
  });

  test("is reported as missing after it was removed by hand", async () => {
    const image = await fakeImage([await layer(1000)]);
    await bring(image);
    await execa("docker", ["image", "rm", "--force", image.id]);
    expect(await present(localShell, inputs(image))).toBe(false);
  });

  test("is removed together with its delivery", async () => {
    const image = await fakeImage([await layer(1000)]);
    await bring(image);
    await removeImage(localShell, inputs(image));
    await expect(engineHas(image)).rejects.toThrow(/No such image/i);
  });
});

describe("an image delivered by a registry", () => {
  let registry: Registry;
  afterEach(() => registry.stop());
  const pull = (more: Partial<ImageInputs> = {}) =>
    deliver(localShell, { image: registry.reference, name, delivery: "registry", ...more }, () => {});

  test("is pulled once, by its digest", async () => {
    const image = await fakeImage([await layer(1000), await layer(2000)]);
    registry = await startRegistry(image);
    expect(await pull()).toMatchObject({ imageId: image.id, layersSent: 2, sentBytes: 0 });
    expect(await engineHas(image)).toEqual(image.layers);
    const asked = registry.served.length;
    await pull();
    expect(registry.served.length).toBe(asked);
    await removeImage(localShell, { image: registry.reference, name, delivery: "registry" });
    await expect(engineHas(image)).rejects.toThrow(/No such image/i);
  });

  test("is pulled with credentials, which the engine's client does not keep", async () => {
    const image = await fakeImage([await layer(1000)]);
    registry = await startRegistry(image, "puller:hidden");
    await expect(pull()).rejects.toThrow(/cannot pull/);
    await expect(pull({ credentials: { username: "puller", password: "wrong" } })).rejects.toThrow(
      /refuses the login of puller/,
    );
    expect(await pull({ credentials: { username: "puller", password: "hidden" } })).toMatchObject({
      imageId: image.id,
    });
    await execa("docker", ["image", "rm", "--force", image.id]);
    await expect(pull()).rejects.toThrow(/cannot pull/);
  });
});
