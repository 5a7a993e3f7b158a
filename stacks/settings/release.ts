import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { SiteImageName } from "../../app/image-inputs.ts";
import { channelSecrets } from "./channels.ts";
import { problems } from "./configuration.ts";
import type { Environment } from "./environment.ts";
import { type Images, imageSchema, imagesSchema } from "./images.ts";

const releaseSchema = z.object({
  /** Settings without secrets. */
  settings: z.record(z.string(), z.unknown()),
  /** Those that the stack uses, of what is not built from this repository. */
  images: imagesSchema.partial(),
  /** Absent where no application runs. */
  appImages: z.object({ backend: imageSchema, frontend: imageSchema }).optional(),
});

/** What was deployed, whole: the value of an environment, with the images it had. Deploying it again is a rollback. */
export type Release = z.infer<typeof releaseSchema>;

/**
 * Reads a release out of the history of a host.
 * @param file as `./tovrun rollback` writes it; absent in an ordinary deployment
 * @throws one sentence when it cannot be read
 */
export function readRelease(file: string | undefined): Release | undefined {
  if (!file) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`the release in ${file} cannot be read; choose another one with ./tovrun history`, {
      cause: error,
    });
  }
  const parsed = releaseSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(
    `the release in ${file} was recorded by another version of this program (${problems(parsed.error, "")}); choose another one with ./tovrun history`,
  );
}

/** Settings that are secrets: no release holds them. */
const secretSettings = new Set(["tlsKey", "s3Secret", ...channelSecrets]);

/** What a stack deploys besides its settings. */
export interface Deployed {
  /** Images that are not built from this repository. */
  images: (keyof Images)[];
  /** Hashes of the applications that it deploys. */
  sourceHashes?: Record<SiteImageName, string>;
}

/** A hash that changes with what is deployed. */
export function occasionOf(environment: Environment<object>, { images, sourceHashes }: Deployed): string {
  const what = [releaseOf(environment, images), environment.appImages ?? sourceHashes];
  return createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 16);
}

/** What is deployed now, in the form that {@link readRelease} reads. */
export function releaseOf(
  { settings, images }: Environment<object>,
  used: (keyof Images)[],
  appImages?: Record<SiteImageName, pulumi.Input<string>>,
) {
  const told = Object.entries(settings).filter(([key]) => !secretSettings.has(key));
  return {
    settings: Object.fromEntries(told),
    images: Object.fromEntries(used.map((name) => [name, images[name]])),
    ...(appImages ? { appImages } : {}),
  };
}
