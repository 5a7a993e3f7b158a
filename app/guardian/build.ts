import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the guardian's programs with all their packages into `dist/`, as app/backend/build.ts does. */
rmSync(folder("dist"), { recursive: true, force: true });
await build({
  entryPoints: ["server", "health"].map((program) => folder(`src/${program}.ts`)),
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
  // pg's optional native driver is not installed.
  external: ["pg-native"],
  // CommonJS packages call `require`, which an ES module does not have.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  tsconfigRaw: {},
  logLevel: "warning",
});
