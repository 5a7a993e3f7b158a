import { statfs } from "node:fs/promises";

/** Path of a repository on this machine. */
const folder = "/var/lib/pgbackrest";

/** Space for one WAL segment and its metadata, in MiB: with less, archiving has stopped. */
const least = 32;

/**
 * Checks that a repository on this machine has space left. A backup waits for WAL to be archived and would report a failure only after
 * minutes.
 * @throws when it is full
 */
export async function checkRoom(repository: number): Promise<void> {
  const found = await statfs(folder).catch(() => undefined);
  if (!found) return;
  const free = Math.floor((found.bavail * found.bsize) / 1024 ** 2);
  if (free >= least) return;
  throw new Error(
    `repository ${repository} is full (${free} MiB left in ${folder}), so WAL cannot be archived: free some disk space there`,
  );
}
