import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { hashOf, type ImageName, imageInputs, imageNames } from "../../app/image-inputs.ts";
import type { TablePrivileges } from "../../infra/database/table-grants.ts";

/** Hash of everything that goes into the image of each application, as the build itself computes it. */
export function readSourceHashes(checkout: string): Record<ImageName, string> {
  const hashes = imageNames.map((name) => [name, hashOf(imageInputs(name, checkout))]);
  return Object.fromEntries(hashes) as Record<ImageName, string>;
}

const privilegesSchema = z.record(z.string(), z.record(z.string(), z.array(z.string())));

/** Privileges by role and table, as the backend declares them beside its migrations. */
export function readTablePrivileges(checkout: string): Record<string, TablePrivileges> {
  return privilegesSchema.parse(
    JSON.parse(readFileSync(join(checkout, "app/backend/privileges.json"), "utf8")),
  );
}
