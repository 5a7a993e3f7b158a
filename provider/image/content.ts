import { type Archive, documentLimit, sha256, type Wanted } from "./archive.ts";
import type { HostState } from "./host-state.ts";
import type { LocalImage } from "./image-source.ts";
import { sharedLayers } from "./plan.ts";

/** The parts of an image that a host needs, depending on its engine's image store. */
export interface Content {
  /** Whether a file of the archive is missing there. */
  missing: Wanted;
  /** Files that the engine must load besides the missing ones. @throws when the archive is not of this image */
  documents(archive: Archive): Map<string, Buffer>;
}

/** Chooses by the host's image store. */
export function contentFor(image: LocalImage, state: HostState): Content {
  return state.store === "containerd" ? blobs(state) : layers(image, state);
}

/** The classic store identifies a layer by its content and all layers below; it reads only those it lacks. */
function layers(image: LocalImage, { chains }: HostState): Content {
  const missing = new Set(image.layers.slice(sharedLayers(image.layers, chains)).map(hexadecimal));
  return {
    missing: (digest) => missing.has(digest),
    documents({ documents, pieces }) {
      const config = [...documents.values()].find((content) => `sha256:${sha256(content)}` === image.id);
      const found = new Set(pieces.map(({ digest }) => digest));
      if (!config || [...missing].some((digest) => !found.has(digest)))
        throw new Error(
          `this machine's Docker engine saved ${image.id} without some of its layers; pull or build the image again`,
        );
      const name = `${hexadecimal(image.id)}.json`;
      const files = image.layers.map((layer) => `${hexadecimal(layer)}.gz`);
      const manifest = [{ Config: name, RepoTags: null, Layers: files }];
      return new Map([
        [name, config],
        ["manifest.json", Buffer.from(JSON.stringify(manifest))],
      ]);
    },
  };
}

/** containerd's store identifies files by digest, and already has those that the archive lacks. */
function blobs(state: HostState): Content {
  return {
    // All smaller files are sent with the manifests.
    missing: (digest, bytes) => bytes > documentLimit && !state.blobs.has(digest),
    documents: ({ documents }) => documents,
  };
}

function hexadecimal(digest: string): string {
  return digest.slice("sha256:".length);
}
