import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { packagedPasswords } from "./src/passwords/common-passwords.ts";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles the backend's programs with all their packages into `dist/`, 2.4 MB instead of a `node_modules` folder: no
 * package manager in the image, a dozen files to read at startup, and one small layer that changes. Names are not minified,
 * because they appear in stack traces.
 */
rmSync(folder("dist"), { recursive: true, force: true });
await build({
  entryPoints: ["server", "migrate", "seed", "health", "erase-again"].map((program) =>
    folder(`src/${program}.ts`),
  ),
  outdir: folder("dist"),
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  // Node prints the line that threw before the error: one that is longer than a pipe holds is all that a crash would leave.
  lineLimit: 500,
  legalComments: "none",
  // pg's optional native driver is not installed, the pages of the API are for development, and the
  // list of common passwords becomes a file of 300 kB below.
  external: ["pg-native", "@scalar/fastify-api-reference", "@zxcvbn-ts/language-common"],
  // CommonJS packages call `require`, which an ES module does not have.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  tsconfigRaw: {},
  logLevel: "warning",
});
writeFileSync(folder("dist/common-passwords.bin"), await packagedPasswords());
