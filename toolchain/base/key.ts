import { fileURLToPath } from "node:url";
import { localPrefix } from "../driver/docker.ts";
import { contentKey, folderParts, shortKey } from "../driver/key.ts";
import { goProgramKey } from "../go/key.ts";
import type { Architecture } from "./architecture.ts";
import { type BaseImage, type Catalogue, chooseImages, toolchainFolder } from "./catalogue.ts";
import { debianKey } from "./debian.ts";

/** The folder of an image's Dockerfile. */
export const recipeFolder = (name: string): string =>
  fileURLToPath(new URL(`images/${name}`, toolchainFolder));

/** The folder of the Go module of an image's program. */
export const moduleFolder = (name: string): string => fileURLToPath(new URL(name, toolchainFolder));

/** The tag of an image built here. */
export const localTag = (name: string, key: string): string => `${localPrefix}${name}:${shortKey(key)}`;

/** Key of everything that determines an image built here: Dockerfile, programs, bases, architecture. */
export async function imageKey(
  all: Catalogue,
  image: BaseImage,
  architecture: Architecture,
): Promise<string> {
  if (image.from.length === 0) return debianKey({ ...all, architecture });
  const bases = image.from.map(async (name) => {
    const [base = image] = chooseImages(all.images, [name]);
    return [`from ${name}`, await imageKey(all, base, architecture)] as const;
  });
  const { go } = image;
  return contentKey({
    ...(await folderParts(recipeFolder(image.name))),
    ...Object.fromEntries(await Promise.all(bases)),
    "npm packages": JSON.stringify(image.npm),
    "go program": go ? await goProgramKey(moduleFolder(go.module), go.package, architecture.debian) : "",
    "architecture of the image": architecture.debian,
  });
}
