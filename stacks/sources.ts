import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { TablePrivileges } from "../infra/table-grants.ts";
import type { App } from "./environment.ts";

const run = promisify(execFile);

const hash = z.string().regex(/^[0-9a-f]{16,64}$/);

/** Hash of everything that goes into the image of each application, as the build itself computes it. */
export async function readSourceHashes(checkout: string): Promise<Record<App, string>> {
  const [backend, frontend] = await Promise.all([
    sourceHash(checkout, "backend"),
    sourceHash(checkout, "frontend"),
  ]);
  return { backend, frontend };
}

async function sourceHash(checkout: string, app: App): Promise<string> {
  const { stdout } = await run("node", ["--import", "tsx", "app/image.ts", app, "--hash"], { cwd: checkout });
  return hash.parse(stdout.trim());
}

const privilegesSchema = z.record(z.string(), z.record(z.string(), z.array(z.string())));

/** Privileges by role and table, as the backend declares them beside its migrations. */
export function readTablePrivileges(checkout: string): Record<string, TablePrivileges> {
  return privilegesSchema.parse(
    JSON.parse(readFileSync(join(checkout, "app/backend/privileges.json"), "utf8")),
  );
}
