import { readdir, rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { archivedSegments } from "../repository/archive.ts";
import { repositoriesOf } from "../settings.ts";
import { listBackups, type OperationContext } from "./operations.ts";

/** How long the receiver's files are kept even if they are archived, in milliseconds. */
const kept = 24 * 60 * 60 * 1000;

/** Name of a complete WAL file of the receiver. */
const complete = /^[0-9A-F]{24}$/;

/**
 * Removes from the receiver's folder the files that are older than a day and in every repository. A file that is missing from one
 * of them stays: it may be the only copy.
 */
export async function pruneReceivedWal(context: OperationContext, now = Date.now()): Promise<string[]> {
  const root = context.settings.RECEIVED_WAL_FOLDER;
  if (root === undefined) return [];
  // Folders that the receiver set aside when it had to start again count as well.
  const aside = (await readdir(root)).filter((name) => /^aside-\d{8}T\d{6}Z$/.test(name));
  const folders = [root, ...aside.map((name) => `${root}/${name}`)];
  const old = (await Promise.all(folders.map((folder) => olderThan(folder, now - kept)))).flat();
  if (old.length === 0) return [];
  const archived = await archivedIn(context, new Set(old.map((path) => basename(path).slice(0, 16))));
  const removed = old.filter((path) => archived.every((segments) => segments.has(basename(path))));
  for (const path of removed) await rm(path);
  return removed;
}

/** Paths of the complete files in a folder that were last modified before a time. */
async function olderThan(folder: string, time: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => complete.test(name)).sort();
  const old: string[] = [];
  for (const name of names) {
    const file = await stat(`${folder}/${name}`);
    if (file.mtimeMs < time) old.push(`${folder}/${name}`);
  }
  return old;
}

/** Names of the segments that each repository has in the given archive folders. */
async function archivedIn(context: OperationContext, folders: Set<string>): Promise<Set<string>[]> {
  const { settings, signal } = context;
  const how = { stanza: settings.STANZA, signal };
  const { archives } = await listBackups(context);
  return Promise.all(
    repositoriesOf(settings).map(async (repository) => {
      const id = archives.get(repository)?.id;
      if (id === undefined) return new Set<string>();
      return new Set(await archivedSegments(repository, id, (folder) => folders.has(folder), how));
    }),
  );
}
