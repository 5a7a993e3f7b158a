import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Hexadecimal SHA-256 over named parts, independent of their order and unambiguous about their boundaries. */
export function contentKey(parts: Readonly<Record<string, string | Buffer>>): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(parts).sort()) {
    const content = Buffer.from(parts[name] ?? "");
    hash.update(`${Buffer.byteLength(name)}:${name}:${content.length}:`).update(content);
  }
  return hash.digest("hex");
}

/** The first 16 digits of a key, for readable names. */
export const shortKey = (key: string): string => key.slice(0, 16);

/** Every file in a folder whose name `counts`, by relative path, as parts of a key. */
export async function folderParts(
  folder: string,
  counts: (name: string) => boolean = () => true,
): Promise<Record<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && counts(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => [relative(folder, file), await readFile(file)] as const);
  return Object.fromEntries(await Promise.all(read));
}
