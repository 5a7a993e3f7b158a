import { imageId } from "../driver/docker.ts";
import { type BaseImage, chooseImages } from "./catalogue.ts";
import { pinned, registryAnswers } from "./registry.ts";
import type { ImageSource } from "./source.ts";

/** What takes the place of an image that is only ever pulled; undefined for one that has a recipe. */
export function substituteOf(all: readonly BaseImage[], { otherwise }: BaseImage): BaseImage | undefined {
  return otherwise === undefined ? undefined : chooseImages(all, [otherwise])[0];
}

/** The ID of an official image that was pulled earlier. */
export async function pulledId({ official }: BaseImage): Promise<string | undefined> {
  return official && imageId(pinned(official));
}

/**
 * Whether an official image can be had: it was pulled earlier, or the registry has it. One that was pulled stays in use while the
 * registry is away; only TOVPLAY_IMAGES_SOURCE=build passes it over.
 */
export function isDelivered(source: ImageSource, setting = process.env.TOVPLAY_IMAGES_SOURCE) {
  return async (image: BaseImage): Promise<boolean> => {
    if (!image.official || setting === "build") return false;
    if ((await pulledId(image)) !== undefined) return true;
    return source === "registry" && registryAnswers(pinned(image.official));
  };
}

/** The images to make, and a sentence for each that takes the place of another: the one place that decides it. */
export async function settle(
  all: readonly BaseImage[],
  asked: readonly BaseImage[],
  delivered: (image: BaseImage) => Promise<boolean>,
): Promise<{ chosen: BaseImage[]; notes: string[] }> {
  const settled = asked.map(async (image) => {
    const substitute = substituteOf(all, image);
    if (!substitute || (await delivered(image))) return { image, notes: [] };
    const note = `${substitute.label} takes the place of ${image.label}, which no container registry delivers here and which is not built from source.`;
    return { image: substitute, notes: [note] };
  });
  const images = await Promise.all(settled);
  return { chosen: images.map(({ image }) => image), notes: images.flatMap(({ notes }) => notes) };
}
