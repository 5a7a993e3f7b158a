// `node --import` runs this first: it runs a program of this checkout from its bundle, which is made where there is none for its sources.
import { existsSync, realpathSync, utimesSync } from "node:fs";
import { enableCompileCache, flushCompileCache, registerHooks } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundleKey } from "./key.mjs";
import { programs } from "./programs.mjs";
import { traceToSources } from "./stack.mjs";

const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
/** @param {string} path @returns {string} where Node finds a source: `node_modules` may be a link */
const real = (path) => {
  const source = join(checkout, path);
  return existsSync(source) ? realpathSync(source) : source;
};
// A language host may name a script of the SDK by its folder.
const main = realpathSync(process.argv[1] ?? "").replace(/\/index\.js$/, "");
const program = programs.find((one) => real(one.main) === main);
if (!program) throw new Error(`${main} has no bundle: programs.mjs lists what has one`);

// As paths.ts says it: loading TypeScript for that costs 50 ms at every start.
const base = process.env.XDG_CACHE_HOME;
const bundles = join(base?.startsWith("/") ? base : join(homedir(), ".cache"), "tovplay", "bundles");
const folder = join(bundles, `${program.name}-${bundleKey(checkout, program.sources)}`);
if (!existsSync(folder)) await (await import("./build.ts")).makeBundle(program, { checkout, folder });
const now = new Date();
utimesSync(folder, now, now);

const compiled = join(folder, "compiled");
const isNew = !existsSync(compiled);
enableCompileCache(compiled);
// A policy pack is ended by force, so what was compiled would never be written at its end.
if (isNew) setTimeout(flushCompileCache, 2000).unref();

traceToSources(pathToFileURL(folder).href);

const modules = new Map(
  Object.entries(program.modules).map(([name, source]) => [
    pathToFileURL(real(source)).href,
    pathToFileURL(join(folder, `${name}.mjs`)).href,
  ]),
);
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const url = modules.get(resolved.url);
    return url === undefined ? resolved : { url, format: "module", shortCircuit: true };
  },
});
