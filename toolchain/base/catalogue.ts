import { readFileSync } from "node:fs";
import { z } from "zod";
import { ToolchainFailure } from "../driver/failure.ts";
import { pinOf } from "./pin.ts";

const official = z.strictObject({
  /** Name and version as published. */
  reference: z.string().regex(/^[a-z0-9./-]+:[A-Za-z0-9._-]+$/),
  /** Pinned where several independent public sources agree on it; otherwise read after the pull. */
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
  /** Whether `official.Dockerfile` adds what the published image lacks. */
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
  /** Base images of its Dockerfile, as build arguments NAME_IMAGE. Empty for the root image and for images without a Dockerfile. */
  from: z.array(z.string()).default([]),
  /** Missing if there is no suitable published image: it is then built here on the official base. */
  official: official.optional(),
  /** Name of the image that replaces this one where no registry delivers it; this one is only ever pulled. */
  otherwise: z.string().optional(),
  /** Needed only to build or replace other images; not part of the result itself. */
  internal: z.boolean().default(false),
  npm: z.array(npmFile).default([]),
  go: goProgram.optional(),
});

const catalogue = z.strictObject({
  /** Raise it to get Debian's updates: it is part of every key. */
  refreshed: z.iso.date(),
  suite: z.string(),
  images: z.array(entry),
});

/** A base image: the published one and how to build it here. */
export type BaseImage = z.infer<typeof entry>;

/** A published image, and whether it is extended. */
export type OfficialImage = z.infer<typeof official>;

/** All base images. */
export type Catalogue = z.infer<typeof catalogue>;

/** The folder of the toolchain. */
export const toolchainFolder = new URL("..", import.meta.url);

/** Reads images.json. @throws when it is invalid */
export function readCatalogue(): Catalogue {
  return catalogue.parse(JSON.parse(readFileSync(new URL("images.json", toolchainFolder), "utf8")));
}

/** The images with the given names, or all that are not internal. @throws for an unknown name */
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

/** The given images and their bases, each after its bases. */
export function withBases(all: readonly BaseImage[], chosen: readonly BaseImage[]): BaseImage[] {
  const ordered = new Set<BaseImage>();
  const visit = (image: BaseImage): void => {
    for (const base of image.from) visit(chooseImages(all, [base])[0] ?? image);
    ordered.add(image);
  };
  chosen.forEach(visit);
  return [...ordered];
}
