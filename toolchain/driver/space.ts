import { mkdir, statfs } from "node:fs/promises";
import { inCache } from "../../paths.ts";
import { exists } from "./cache.ts";
import { ToolchainFailure } from "./failure.ts";

const gigabyte = 1e9;

/** Refuses when a folder's file system has too little room: unit of `need` is gigabytes. */
export async function requireSpace(folder: string, need: number, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / gigabyte;
  if (free >= need) return;
  const figures = `${free.toFixed(1)} GB are free, ${need} GB are needed for ${what}`;
  throw new ToolchainFailure(
    `Too little space on the disk of ${folder}: ${figures}; make room and run the command again.`,
  );
}

/** Refuses when the cache folder has too little room. */
export async function requireCacheSpace(need: number, what: string): Promise<void> {
  await mkdir(inCache(), { recursive: true });
  await requireSpace(inCache(), need, what);
}

/** Refuses when the Docker engine's own folder, as far as it lies on this machine, has too little room. */
export async function requireEngineSpace(folder: string, need: number, what: string): Promise<void> {
  if (await exists(folder)) await requireSpace(folder, need, what);
}
