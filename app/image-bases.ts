import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ImageName } from "./image-inputs.ts";

/** Base images by the build argument that takes them: references with a digest, or IDs of local images. */
export type BaseImages = Record<string, string>;

const needed: Record<ImageName, Record<string, string>> = {
  backend: { NODE_IMAGE: "node", DEBIAN_IMAGE: "debian" },
  backup: { NODE_IMAGE: "node", POSTGRES_IMAGE: "postgres" },
  frontend: { NODE_IMAGE: "node" },
  guardian: { NODE_IMAGE: "node", DEBIAN_IMAGE: "debian" },
};

const reference = /^sha256:[0-9a-f]{64}$|^[a-z0-9][\w./:-]*@sha256:[0-9a-f]{64}$/;

/**
 * The base images of an application, from the file that TOVPLAY_IMAGES_FILE names: JSON `{name: reference}`.
 * @throws when the file cannot be used, or an image is missing in it or not pinned
 */
export function baseImages(name: ImageName, file: string | undefined): BaseImages {
  const mend = "./tovrun setup writes it";
  if (!file)
    throw new Error(`TOVPLAY_IMAGES_FILE is not set: give the file that names the base images; ${mend}`);
  const images = z.record(z.string(), z.string()).safeParse(jsonOf(file));
  if (!images.success) throw new Error(`${file} does not name the base images: ${mend}`);
  return Object.fromEntries(
    Object.entries(needed[name]).map(([argument, base]) => {
      const image = images.data[base] ?? "";
      if (!reference.test(image)) throw new Error(`${file} has no pinned image ${base}: ${mend}`);
      return [argument, image];
    }),
  );
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
