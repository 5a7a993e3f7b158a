import { readdir, rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { archivedSegments } from "../repository/archive.ts";
import { repositoriesOf } from "../settings.ts";
import { listBackups, type OperationContext } from "./operations.ts";

/** How long the receiver's files are kept besides the archived ones, in milliseconds. */
const kept = 24 * 60 * 60 * 1000;

/** A complete file of the log, as the receiver names it. */
const complete = /^[0-9A-F]{24}$/;

/**
 * Removes from the receiver's folder what is older than a day and lies in every repository. A file that is missing in one of
 * them stays: it may be the only one there is.
 */
export async function pruneReceivedWal(context: OperationContext, now = Date.now()): Promise<string[]> {
  const root = context.settings.RECEIVED_WAL_FOLDER;
  if (root === undefined) return [];
  // What the receiver put aside when it had to begin anew counts as well.
  const aside = (await readdir(root)).filter((name) => /^aside-\d{8}T\d{6}Z$/.test(name));
  const folders = [root, ...aside.map((name) => `${root}/${name}`)];
  const old = (await Promise.all(folders.map((folder) => olderThan(folder, now - kept)))).flat();
  if (old.length === 0) return [];
  const archived = await archivedIn(context, new Set(old.map((path) => basename(path).slice(0, 16))));
  const removed = old.filter((path) => archived.every((segments) => segments.has(basename(path))));
  for (const path of removed) await rm(path);
  return removed;
}

/** Paths of the complete files of a folder that were last written before a time. */
async function olderThan(folder: string, time: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => complete.test(name)).sort();
  const old: string[] = [];
  for (const name of names) {
    const file = await stat(`${folder}/${name}`);
    if (file.mtimeMs < time) old.push(`${folder}/${name}`);
  }
  return old;
}

/** Names of the segments that each repository has in the given folders of its archive. */
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
