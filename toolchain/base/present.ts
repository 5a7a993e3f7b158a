import { imageId } from "../driver/docker.ts";
import type { Architecture } from "./architecture.ts";
import type { BaseImage, Catalogue } from "./catalogue.ts";
import { imageKey, localTag } from "./key.ts";

/** IDs of the images already built here from the current inputs; undefined for the others. */
export async function imagesPresent(
  catalogue: Catalogue,
  images: readonly BaseImage[],
  architecture: Architecture,
): Promise<Record<string, string | undefined>> {
  const found = images.map(async (image) => {
    const tag = localTag(image.name, await imageKey(catalogue, image, architecture));
    return [image.name, await imageId(tag)] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}
