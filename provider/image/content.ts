import { type Archive, documentLimit, sha256, type Wanted } from "./archive.ts";
import type { HostState } from "./host-state.ts";
import type { LocalImage } from "./image-source.ts";
import { sharedLayers } from "./plan.ts";

/** What of an image has to get to a host, by how its engine keeps images. */
export interface Content {
  /** Which files of the archive are missing there. */
  missing: Wanted;
  /** What the engine is to load besides the missing files. @throws when the archive is not of this image */
  documents(archive: Archive): Map<string, Buffer>;
}

/** Chooses by the host's store. */
export function contentFor(image: LocalImage, state: HostState): Content {
  return state.store === "containerd" ? blobs(state) : layers(image, state);
}

/** The classic store knows a layer by its own content and that of all below: it reads only those it has not got. */
function layers(image: LocalImage, { chains }: HostState): Content {
  const missing = new Set(image.layers.slice(sharedLayers(image.layers, chains)).map(hexadecimal));
  return {
    missing: (digest) => missing.has(digest),
    documents({ documents, pieces }) {
      const config = [...documents.values()].find((content) => `sha256:${sha256(content)}` === image.id);
      const found = new Set(pieces.map(({ digest }) => digest));
      if (!config || [...missing].some((digest) => !found.has(digest)))
        throw new Error(
          `the archive that this machine's Docker engine makes of ${image.id} lacks parts of it; pull or build the image anew`,
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

/** containerd's store knows files by their digests, and looks there for those that an archive lacks. */
function blobs(state: HostState): Content {
  return {
    // The smaller ones are sent with the manifests, whatever they are.
    missing: (digest, bytes) => bytes > documentLimit && !state.blobs.has(digest),
    documents: ({ documents }) => documents,
  };
}

function hexadecimal(digest: string): string {
  return digest.slice("sha256:".length);
}
