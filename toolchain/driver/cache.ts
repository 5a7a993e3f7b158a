import { access, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { inCache } from "../../paths.ts";
import { shared } from "./shared.ts";

/** The file that keeps the output of a step's last run. */
export const logFile = (id: string): string => inCache("logs", `${id}.log`);

/** Whether something is there. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Hours after which an unfinished folder cannot belong to a running process any more. */
const abandonedAfter = 6;

/** A new folder below `parent` for work that may be interrupted; what earlier interruptions left there is removed. */
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
 * Makes `target` (a file or a folder) once. `make` writes to a path in a temporary folder beside it; only the finished thing
 * gets its name, so an interruption leaves nothing that could be taken for it.
 */
export function makeOnce(target: string, make: (path: string) => Promise<void>): Promise<"done" | "cached"> {
  return shared(target, async () => {
    if (await exists(target)) return "cached";
    const workshop = await temporaryFolder(dirname(target));
    try {
      const unfinished = join(workshop, basename(target));
      await make(unfinished);
      await rename(unfinished, target);
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
    return "done";
  });
}
