import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { packed } from "../archive.ts";
import type { Store } from "../host-state.ts";
import type { ImageSource, LocalImage } from "../image-source.ts";

/** An invented image with the archive that an engine would write. */
export interface FakeImage extends LocalImage {
  archive: Buffer;
  config: Buffer;
  /** Layers by their digests. */
  content: Map<string, Buffer>;
}

/** Creates an archive in the form of engines before 25 (one folder per layer) or of containerd's store (files by digest). */
export async function fakeImage(content: Buffer[], store: Store = "classic"): Promise<FakeImage> {
  const layers = content.map((layer) => `sha256:${sha256(layer)}`);
  const rootfs = { type: "layers", diff_ids: layers };
  const config = Buffer.from(JSON.stringify({ architecture: "amd64", os: "linux", config: {}, rootfs }));
  const files =
    store === "classic" ? folders(content, config) : blobs([...content, config, manifestOf(content, config)]);
  const id = `sha256:${sha256(store === "classic" ? config : manifestOf(content, config))}`;
  return {
    id,
    architecture: "amd64",
    layers,
    store,
    archive: await packed(files),
    config,
    content: new Map(content.map((layer) => [sha256(layer), layer])),
  };
}

function folders(content: Buffer[], config: Buffer): [string, Buffer][] {
  const layers = content.map((layer, at): [string, Buffer] => [`${at}abc/layer.tar`, layer]);
  const manifest = [{ Config: "config.json", Layers: layers.map(([path]) => path) }];
  return [...layers, ["config.json", config], ["manifest.json", Buffer.from(JSON.stringify(manifest))]];
}

function manifestOf(content: Buffer[], config: Buffer): Buffer {
  const digests = [config, ...content].map((file) => ({ digest: `sha256:${sha256(file)}` }));
  return Buffer.from(JSON.stringify({ schemaVersion: 2, config: digests[0], layers: digests.slice(1) }));
}

function blobs(files: Buffer[]): [string, Buffer][] {
  const stored = files.map((file): [string, Buffer] => [`blobs/sha256/${sha256(file)}`, file]);
  return [...stored, ["index.json", Buffer.from(JSON.stringify({ manifests: [stored.at(-1)?.[0]] }))]];
}

/** A local engine with these images. */
export function fakeSource(...images: FakeImage[]): ImageSource {
  const known = (id: string) => {
    const image = images.find((one) => one.id === id);
    if (!image) throw new Error(`no image ${id}`);
    return image;
  };
  return {
    find: async (id) => known(id),
    save: async (id, read) => read(Readable.from([known(id).archive])),
  };
}

export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
