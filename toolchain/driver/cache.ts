import { access, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { inCache } from "../../paths.ts";
import { shared } from "./shared.ts";

/** The log file of a step's last run. */
export const logFile = (id: string): string => inCache("logs", `${id}.log`);

/** Whether a path exists. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Hours after which an unfinished folder is abandoned. */
const abandonedAfter = 6;

/** A new folder in `parent` for work that may be interrupted; removes abandoned folders there. */
export async function temporaryFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (!name.startsWith(".unfinished-")) continue;
    const path = join(parent, name);
    const changed = await stat(path).catch(() => undefined);
    if (changed && Date.now() - changed.mtimeMs > abandonedAfter * 3_600_000) {
      await rm(path, { recursive: true, force: true });
    }
  }
  return mkdtemp(join(parent, ".unfinished-"));
}

/**
 * Creates `target` (a file or a folder) once. `make` writes to a path in a temporary folder beside it; only the finished result
 * gets the final name, so an interruption never leaves an incomplete target.
 */
export function makeOnce(target: string, make: (path: string) => Promise<void>): Promise<"done" | "cached"> {
  return shared(target, async () => {
    if (await exists(target)) return "cached";
    const temporary = await temporaryFolder(dirname(target));
    try {
      const unfinished = join(temporary, basename(target));
      await make(unfinished);
      await rename(unfinished, target);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return "done";
  });
}
