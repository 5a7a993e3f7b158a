import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ImageName } from "../app/image-inputs.ts";
import type { Environment } from "./environment.ts";
import { imageSchema, imagesSchema } from "./images.ts";
import { problems } from "./settings.ts";

const releaseSchema = z.object({
  /** Settings without secrets. */
  settings: z.record(z.string(), z.unknown()),
  images: imagesSchema,
  /** Absent where no application runs. */
  appImages: z.object({ backend: imageSchema, frontend: imageSchema }).optional(),
  sourceHashes: z.object({ backend: z.string(), frontend: z.string() }),
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
const secretSettings = new Set(["tlsKey"]);

/** A hash that changes with what is deployed. */
export function occasionOf(environment: Environment<object>): string {
  const release = releaseOf(environment, undefined);
  return createHash("sha256").update(JSON.stringify(release)).digest("hex").slice(0, 16);
}

/** What is deployed now, in the form that {@link readRelease} reads. */
export function releaseOf(
  { settings, images, sourceHashes }: Environment<object>,
  appImages: Record<ImageName, pulumi.Input<string>> | undefined,
) {
  const told = Object.entries(settings).filter(([key]) => !secretSettings.has(key));
  return { settings: Object.fromEntries(told), images, sourceHashes, ...(appImages ? { appImages } : {}) };
}
