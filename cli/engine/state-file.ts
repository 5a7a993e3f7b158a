import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { backendUrl } from "../checkout/environment.ts";
import type { Target } from "./pulumi.ts";
import { type ExportedState, exportedState, exportState } from "./stack.ts";

/** The folder of a `file://` backend; undefined for other backends. */
export function backendFolder(url: string): string | undefined {
  if (!url.startsWith("file://")) return undefined;
  return url.startsWith("file://~") ? url.replace("file://~", process.env.HOME ?? "") : fileURLToPath(url);
}

/** What the engine writes for a stack; the state is missing until something was deployed. */
const checkpoint = z.object({
  version: z.number(),
  checkpoint: z.object({ latest: exportedState.shape.deployment.optional() }),
});

/**
 * A stack's state in the form of an export; undefined when there is no such stack. Where the state is a file it is read without
 * the engine, whose start would take longer than all the rest.
 */
export async function readState(target: Target): Promise<ExportedState | undefined> {
  const folder = backendFolder(backendUrl(target.env));
  const file = folder && join(folder, ".pulumi", "stacks", "tovplay", `${target.stack}.json`);
  const read =
    file &&
    (await readFile(file, "utf8")
      .then(JSON.parse)
      .catch(() => undefined));
  const { data } = checkpoint.safeParse(read);
  if (data) return { version: data.version, deployment: data.checkpoint.latest ?? {} };
  // Another backend, a compressed state, a broken one, or none: the engine knows.
  return exportState(target);
}
