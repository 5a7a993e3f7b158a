import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ImageName } from "../app/image-inputs.ts";
import type { TablePrivileges } from "../infra/table-grants.ts";
import type { Profile } from "./profiles.ts";

const port = z.number().int().min(1).max(65535);

const settingsSchema = z.strictObject({
  publicUrl: z.url({ protocol: /^https?$/ }),
  ports: z.strictObject({
    nginx: port,
    backend: port,
    pgbouncer: port,
    postgres: port,
    prometheus: port,
    alertmanager: port,
    loki: port,
  }),
  pooler: z.strictObject({
    maxClients: z.number().int().min(1).max(10_000),
    serverConnections: z.number().int().min(1).max(100),
  }),
});

/** Settings of a stack, as `Pulumi.STACK.yaml` holds them below `tovplay:`. */
export type Settings = z.infer<typeof settingsSchema>;

const image = z
  .string()
  .regex(/^(sha256:[0-9a-f]{64}|[^\s@]+@sha256:[0-9a-f]{64})$/, "is not pinned by a digest");

const imagesSchema = z.object({
  debian: image,
  node: image,
  nginx: image,
  postgres: image,
  pgbouncer: image,
  prometheus: image,
  alertmanager: image,
  loki: image,
  collector: image,
  "postgres-exporter": image,
  "pgbouncer-exporter": image,
});

/** Images that are not built from this repository, by their short name, each pinned by a digest. */
export type Images = z.infer<typeof imagesSchema>;

/** Everything that distinguishes one environment from another. */
export interface Environment extends Settings {
  stack: string;
  /** Root of the checkout. */
  checkout: string;
  /** Folder on the host for mounted configuration and secrets. */
  filesDirectory: string;
  images: Images;
  /** Hash of everything that goes into the image of each application. */
  sourceHashes: Record<ImageName, string>;
  /** Privileges by role and table. */
  tablePrivileges: Record<string, TablePrivileges>;
  profiles: ReadonlySet<Profile>;
}

/**
 * Checks the settings of a stack.
 * @param file the file they come from, to be named in an error
 * @throws one sentence that names every wrong key and what is wrong with it
 */
export function parseSettings(file: string, settings: unknown): Settings {
  const parsed = settingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new Error(`${file} has to be corrected: ${problems(parsed.error, "tovplay:")}`);
}

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

function problems(error: z.ZodError, prefix: string): string {
  return error.issues.map((issue) => `${prefix}${issue.path.join(".")}: ${issue.message}`).join("; ");
}
