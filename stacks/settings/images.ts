import { readFileSync } from "node:fs";
import { z } from "zod";
import { problems } from "./configuration.ts";

export const imageSchema = z
  .string()
  .regex(/^(sha256:[0-9a-f]{64}|[^\s@]+@sha256:[0-9a-f]{64})$/, "is not pinned by a digest");

export const imagesSchema = z.object({
  debian: imageSchema,
  node: imageSchema,
  nginx: imageSchema,
  postgres: imageSchema,
  pgbouncer: imageSchema,
  prometheus: imageSchema,
  alertmanager: imageSchema,
  loki: imageSchema,
  collector: imageSchema,
  "postgres-exporter": imageSchema,
  "pgbouncer-exporter": imageSchema,
});

/** Images that are not built from this repository, by their short name, each pinned by a digest. */
export type Images = z.infer<typeof imagesSchema>;

/**
 * Reads the images from the file that `TOVPLAY_IMAGES_FILE` names.
 * @throws one sentence when the file is missing, unreadable or incomplete
 */
export function readImages(file: string | undefined): Images {
  if (!file)
    throw new Error(
      'TOVPLAY_IMAGES_FILE is not set; run this through ./tovrun, or eval "$(./tovrun env)" first',
    );
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(
      `${file} cannot be read (${error instanceof Error ? error.message : error}); ./tovrun setup writes it`,
      { cause: error },
    );
  }
  const parsed = imagesSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is incomplete, ./tovrun setup writes it anew: ${problems(parsed.error, "")}`);
}
