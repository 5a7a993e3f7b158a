import { readFileSync } from "node:fs";
import { z } from "zod";
import { type LogStoreKind, logStoreKinds } from "../../infra/monitoring/log-store-kinds.ts";
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
  collector: imageSchema,
  "postgres-exporter": imageSchema,
  "pgbouncer-exporter": imageSchema,
});

/** Images that are not built from this repository, by their short name, each pinned by a digest. */
export type Images = z.infer<typeof imagesSchema>;

/** The program that keeps log lines, and its image: which of them a machine gets was decided when its images were. */
export interface LogStoreImage {
  kind: LogStoreKind;
  image: string;
}

/**
 * Reads the images from the file that `TOVPLAY_IMAGES_FILE` names.
 * @throws one sentence when the file is missing, unreadable or incomplete
 */
export function readImages(file: string | undefined): { images: Images; logStore: LogStoreImage } {
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
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is incomplete, ./tovrun setup writes it again: ${problems(parsed.error, "")}`);
}

/** The file holds the image of one log store beside the others. */
const fileSchema = z.looseObject(imagesSchema.shape).transform((file, context) => {
  const stores = logStoreKinds.filter((kind) => file[kind] !== undefined);
  const [kind] = stores;
  const image = kind && imageSchema.safeParse(file[kind]);
  if (kind && stores.length === 1 && image?.success)
    return { images: imagesSchema.parse(file), logStore: { kind, image: image.data } };
  context.addIssue({
    code: "custom",
    message: `must name one of ${logStoreKinds.join(", ")}, pinned by a digest`,
  });
  return z.NEVER;
});
