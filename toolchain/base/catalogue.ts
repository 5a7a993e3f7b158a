import { readFileSync } from "node:fs";
import { z } from "zod";
import { ToolchainFailure } from "../driver/failure.ts";
import { pinOf } from "./pin.ts";

const official = z.strictObject({
  /** Name and version as published. */
  reference: z.string().regex(/^[a-z0-9./-]+:[A-Za-z0-9._-]+$/),
  /** Pinned where several unrelated public sources agree on it; otherwise resolved when the image is pulled. */
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
  /** Our part is added on top by `official.Dockerfile`, because the published image lacks it. */
  extended: z.boolean().default(false),
});

/** `package` may hold {arch}; which version it is stands with its hash in node/package-lock.json. */
const npmFile = z
  .strictObject({ package: z.string(), from: z.string(), as: z.string() })
  .transform(({ package: name, ...file }) => ({
    ...file,
    pins: { x64: pinOf(name.replace("{arch}", "x64")), arm64: pinOf(name.replace("{arch}", "arm64")) },
  }));
const goProgram = z.strictObject({ module: z.string(), package: z.string(), as: z.string() });

const entry = z.strictObject({
  name: z.string().regex(/^[a-z-]+$/),
  label: z.string(),
  /** Images that its Dockerfile starts from, as build arguments NAME_IMAGE. Empty for the root of all, and where there is no recipe. */
  from: z.array(z.string()).default([]),
  /** Left out where no published image is of use: the local recipe is then built on the official base. */
  official: official.optional(),
  /** There is no recipe, it is only ever pulled; the image of this name takes its place where no registry delivers it. */
  otherwise: z.string().optional(),
  /** Made only to build others or in place of another; not in the result by itself. */
  internal: z.boolean().default(false),
  npm: z.array(npmFile).default([]),
  go: goProgram.optional(),
});

const catalogue = z.strictObject({
  /** Raise it to fetch Debian's updates: it is part of every key. */
  refreshed: z.iso.date(),
  suite: z.string(),
  images: z.array(entry),
});

/** One base image: what it is officially and how it is built here. */
export type BaseImage = z.infer<typeof entry>;

/** Where an official image is, and whether it is extended. */
export type OfficialImage = z.infer<typeof official>;

/** All base images. */
export type Catalogue = z.infer<typeof catalogue>;

/** The folder that holds the driver, the recipes and the catalogue. */
export const toolchainFolder = new URL("..", import.meta.url);

/** Reads images.json; throws when it is not a valid catalogue. */
export function readCatalogue(): Catalogue {
  return catalogue.parse(JSON.parse(readFileSync(new URL("images.json", toolchainFolder), "utf8")));
}

/** The images of that name, or all that are not internal; throws a sentence for an unknown name. */
export function chooseImages(all: readonly BaseImage[], names: readonly string[]): BaseImage[] {
  if (names.length === 0) return all.filter((image) => !image.internal);
  return names.map((name) => {
    const found = all.find((image) => image.name === name);
    if (found) return found;
    throw new ToolchainFailure(
      `There is no base image '${name}'; known are ${all.map((i) => i.name).join(", ")}.`,
    );
  });
}

/** The given images and all that they start from, each after what it starts from. */
export function withBases(all: readonly BaseImage[], chosen: readonly BaseImage[]): BaseImage[] {
  const ordered = new Set<BaseImage>();
  const visit = (image: BaseImage): void => {
    for (const base of image.from) visit(chooseImages(all, [base])[0] ?? image);
    ordered.add(image);
  };
  chosen.forEach(visit);
  return [...ordered];
}
