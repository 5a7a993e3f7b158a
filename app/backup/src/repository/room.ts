import { statfs } from "node:fs/promises";

/** Where a repository lies that is a folder of this machine. */
const folder = "/var/lib/pgbackrest";

/** A segment of the log and what belongs to it, in MiB: where that does not fit, archiving has stopped. */
const least = 32;

/**
 * Whether a repository on this machine takes anything more. A backup waits for the log to be archived, and would only tell after
 * minutes that it was not.
 * @throws with one sentence when it does not
 */
export async function checkRoom(repository: number): Promise<void> {
  const found = await statfs(folder).catch(() => undefined);
  if (!found) return;
  const free = Math.floor((found.bavail * found.bsize) / 1024 ** 2);
  if (free >= least) return;
  throw new Error(
    `repository ${repository} is full: ${folder} has ${free} MiB left and the log cannot be archived, make room there`,
  );
}
