import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { Failure } from "../terminal/exit.ts";

const gibibyte = 1024 ** 3;

/** Free space, in GiB, that a build from nothing needs, and one with warm caches. */
export const space = { cold: 8, warm: 2 } as const;

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder));
}

/** Free space for this user at `folder`, or where it would be made, in GiB. */
export async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(nearestExisting(folder));
  return (bavail * bsize) / gibibyte;
}

/** @throws {Failure} when one of the folders has less than `needed` GiB free */
export async function requireSpace(folders: readonly string[], needed: number): Promise<void> {
  for (const folder of folders) {
    const free = await freeSpace(folder);
    if (free >= needed) continue;
    throw new Failure(
      "missing",
      `only ${free.toFixed(1)} GiB are free at ${folder}, ${needed} GiB are needed; free some space ('docker system prune' removes unused images), then run this again`,
    );
  }
}
