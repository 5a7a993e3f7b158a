import type { BaseImage } from "./catalogue.ts";
import { imageKey, localTag } from "./key.ts";
import type { BuildContext } from "./make.ts";
import { pulledId, substituteOf } from "./substitute.ts";

/** IDs of the images that exist: built here from the current inputs, or pulled if they have no Dockerfile; undefined for the others. */
export async function imagesPresent(
  { catalogue, architecture, local }: Pick<BuildContext, "catalogue" | "architecture" | "local">,
  images: readonly BaseImage[],
): Promise<Record<string, string | undefined>> {
  const idOf = async (image: BaseImage): Promise<string | undefined> => {
    const substitute = substituteOf(catalogue.images, image);
    if (!substitute) return local.get(localTag(image.name, await imageKey(catalogue, image, architecture)));
    return (await pulledId(image)) ?? idOf(substitute);
  };
  const found = images.map(async (image) => [image.name, await idOf(image)] as const);
  return Object.fromEntries(await Promise.all(found));
}
