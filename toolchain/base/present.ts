import { imageId } from "../driver/docker.ts";
import type { Architecture } from "./architecture.ts";
import type { BaseImage, Catalogue } from "./catalogue.ts";
import { imageKey, localTag } from "./key.ts";
import { pulledId, substituteOf } from "./substitute.ts";

/** The IDs of those images that are there: built here from just these recipes, or pulled where there is no recipe. */
export async function imagesPresent(
  catalogue: Catalogue,
  images: readonly BaseImage[],
  architecture: Architecture,
): Promise<Record<string, string | undefined>> {
  const idOf = async (image: BaseImage): Promise<string | undefined> => {
    const substitute = substituteOf(catalogue.images, image);
    if (!substitute) return imageId(localTag(image.name, await imageKey(catalogue, image, architecture)));
    return (await pulledId(image)) ?? idOf(substitute);
  };
  const found = images.map(async (image) => [image.name, await idOf(image)] as const);
  return Object.fromEntries(await Promise.all(found));
}
