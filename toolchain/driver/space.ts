import { mkdir, statfs } from "node:fs/promises";
import { inCache } from "../../paths.ts";
import { exists } from "./cache.ts";
import { ToolchainFailure } from "./failure.ts";

const gigabyte = 1e9;

/** Checks the free space of a folder's file system; `need` is in gigabytes. @throws when there is too little */
export async function requireSpace(folder: string, need: number, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / gigabyte;
  if (free >= need) return;
  const figures = `${free.toFixed(1)} GB free, ${need} GB needed`;
  throw new ToolchainFailure(
    `Not enough disk space for ${what} in ${folder}: ${figures}; free some space and run the command again.`,
  );
}

/** Checks the free space of the cache folder. @throws when there is too little */
export async function requireCacheSpace(need: number, what: string): Promise<void> {
  await mkdir(inCache(), { recursive: true });
  await requireSpace(inCache(), need, what);
}

/** Checks the free space of the Docker engine's folder, if it is on this machine. @throws when there is too little */
export async function requireEngineSpace(folder: string, need: number, what: string): Promise<void> {
  if (await exists(folder)) await requireSpace(folder, need, what);
}
