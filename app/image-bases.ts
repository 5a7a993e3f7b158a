import { readFileSync } from "node:fs";
import { z } from "zod";
import { type ImageName, imageBases } from "./image-inputs.ts";

/** Base images by the build argument that takes them: references with a digest, or IDs of local images. */
export type BaseImages = Record<string, string>;

const reference = /^sha256:[0-9a-f]{64}$|^[a-z0-9][\w./:-]*@sha256:[0-9a-f]{64}$/;

/**
 * The base images of an application, from the file named in TOVPLAY_IMAGES_FILE: JSON `{name: reference}`.
 * @throws when the file cannot be used, or an image is missing or not pinned
 */
export function baseImages(name: ImageName, file: string | undefined): BaseImages {
  const fix = "Run ./tovrun setup to create it.";
  if (!file) throw new Error(`TOVPLAY_IMAGES_FILE is not set: set it to the list of base images. ${fix}`);
  const images = z.record(z.string(), z.string()).safeParse(jsonOf(file));
  if (!images.success) throw new Error(`${file} is not a list of base images. ${fix}`);
  return Object.fromEntries(
    Object.entries(imageBases[name]).map(([argument, base]) => {
      const image = images.data[base] ?? "";
      if (!reference.test(image)) throw new Error(`${file} has no pinned image ${base}. ${fix}`);
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
