import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, stop } from "esbuild";
import { coveredFiles } from "./key.mjs";
import { removeOldBundles } from "./old.ts";
import { ownPaths, policyRules, standIn } from "./plugins.ts";
import type { Program } from "./programs.mjs";

/** Where a bundle is made. */
interface Place {
  checkout: string;
  /** The bundle's folder in the cache. */
  folder: string;
}

/** Modules that are loaded only by what TovPlay does not use, and are large. */
const external = ["typescript", "ts-node"];

/** The modules of a program's bundle, by file name. @throws when it has a source that its key does not cover */
async function modulesOf(program: Program, { checkout, folder }: Place): Promise<Map<string, Uint8Array>> {
  const entryPoints = Object.fromEntries(
    Object.entries(program.modules).map(([name, source]) => [name, join(checkout, source)]),
  );
  const { outputFiles, metafile } = await build({
    entryPoints,
    absWorkingDir: checkout,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    splitting: true,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    // Where node_modules is a link, the workspace in it belongs to another checkout.
    alias: { "@tovplay/runtime": join(checkout, "app/runtime/src") },
    external,
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    write: false,
    tsconfigRaw: {},
    plugins: [standIn, policyRules(checkout), ownPaths],
    logLevel: "warning",
    banner: { js: requireOf(checkout) },
  });
  await stop();
  requireCovered(program, checkout, Object.keys(metafile.inputs));
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}

/** Packages in CommonJS call `require` for what Node itself has. */
function requireOf(checkout: string): string {
  const from = JSON.stringify(pathToFileURL(join(checkout, "package.json")).href);
  return `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(${from});`;
}

function requireCovered({ name, sources }: Program, checkout: string, inputs: readonly string[]): void {
  const covered = new Set(coveredFiles(checkout, sources));
  const missing = inputs.filter((input) => !/node_modules\/|:/.test(input) && !covered.has(input));
  if (missing.length === 0) return;
  throw new Error(
    `the bundle ${name} has ${missing.join(", ")}, which bundles/programs.mjs does not list among its sources`,
  );
}

/** Makes a program's bundle in a folder beside its own, which appears complete or not at all. */
export async function makeBundle(program: Program, place: Place): Promise<void> {
  const { folder } = place;
  const modules = await modulesOf(program, place);
  const bundles = dirname(folder);
  mkdirSync(bundles, { recursive: true });
  const unfinished = mkdtempSync(join(bundles, ".unfinished-"));
  try {
    for (const [name, content] of modules) writeFileSync(join(unfinished, name), content, { flush: true });
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process was quicker: its bundle is the same.
    if (!(error instanceof Error && "code" in error && error.code === "ENOTEMPTY")) throw error;
  }
  removeOldBundles(bundles);
}
