import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { backendUrl } from "../checkout/environment.ts";
import type { Target } from "./pulumi.ts";
import { countResources, exportState } from "./stack.ts";

/** The folder of a `file://` backend; undefined for other backends. */
export function backendFolder(url: string): string | undefined {
  if (!url.startsWith("file://")) return undefined;
  return url.startsWith("file://~") ? url.replace("file://~", process.env.HOME ?? "") : fileURLToPath(url);
}

/** What the engine writes for a stack; the state is missing until something was deployed. */
const checkpoint = z.object({
  checkpoint: z.object({
    latest: z.object({ resources: z.array(z.object({ type: z.string() })).optional() }).optional(),
  }),
});

/**
 * How many resources the program declares, by the last deployment; undefined when there is no such stack. Where the state is a
 * file it is read without the engine, whose start would take longer than all the rest.
 */
export async function knownResources(target: Target): Promise<number | undefined> {
  const folder = backendFolder(backendUrl(target.env));
  const file = folder && join(folder, ".pulumi", "stacks", "tovplay", `${target.stack}.json`);
  const read =
    file &&
    (await readFile(file, "utf8")
      .then(JSON.parse)
      .catch(() => undefined));
  const { data } = checkpoint.safeParse(read);
  if (data) return countResources({ deployment: data.checkpoint.latest ?? {} });
  // Another backend, a compressed state, a broken one, or none: the engine knows.
  const state = await exportState(target);
  return state && countResources(state);
}
