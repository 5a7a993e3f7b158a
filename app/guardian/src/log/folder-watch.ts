import { watch } from "node:fs";

/**
 * Calls `changed` whenever something in a folder changes. It may miss a change, and a folder that cannot be watched calls it
 * never: who needs every change also looks from time to time.
 * @returns ends it
 */
export function watchFolder(directory: string, changed: () => void): () => void {
  try {
    const watcher = watch(directory, changed);
    watcher.on("error", () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}
