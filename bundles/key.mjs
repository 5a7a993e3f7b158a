import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What every bundle depends on: how it is made, and which packages are installed. The lock file names esbuild's version too. */
const always = ["bundles", "package-lock.json", "node_modules/.package-lock.json"];

/**
 * The files of the checkout that a bundle's key covers, sorted: sources, no tests.
 * @param {string} checkout
 * @param {readonly string[]} sources folders and files, from the checkout
 * @returns {string[]} paths from the checkout
 */
export function coveredFiles(checkout, sources) {
  return [...new Set(sources.flatMap((source) => filesIn(checkout, source)))].sort();
}

/**
 * @param {string} checkout
 * @param {string} source
 * @returns {string[]}
 */
function filesIn(checkout, source) {
  const path = join(checkout, source);
  if (/\.\w+$/.test(source)) return existsSync(path) ? [source] : [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const name = `${source}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesIn(checkout, name);
    return /\.m?ts$|\.mjs$|\.json$/.test(name) && !/\.test\.ts$/.test(name) ? [name] : [];
  });
}

/**
 * The key of a program's bundle: of its sources, of what makes it, and of the checkout, whose paths are in it.
 * @param {string} checkout
 * @param {readonly string[]} sources folders and files, from the checkout
 * @returns {string} 32 hexadecimal digits
 */
export function bundleKey(checkout, sources) {
  const hash = createHash("sha256").update(`${checkout}\0`);
  for (const file of coveredFiles(checkout, [...sources, ...always])) {
    const content = readFileSync(join(checkout, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 32);
}
