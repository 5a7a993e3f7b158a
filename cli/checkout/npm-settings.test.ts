import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inCheckout } from "../../paths.ts";

/** Packages in the checkout itself, so that npm needs no network. */
const packages = { esbuild: {}, typescript: { dev: true }, optional: { optional: true } } as const;
const folderOf = (name: string) => `packages/${name}`;
const from = (name: string) => ({ [name]: `file:${folderOf(name)}` });
const manifest = {
  name: "checkout",
  workspaces: ["app/*"],
  dependencies: from("esbuild"),
  devDependencies: from("typescript"),
  optionalDependencies: from("optional"),
};
const link = (folder: string) => ({ resolved: folder, link: true });
const lockfile = {
  name: "checkout",
  lockfileVersion: 3,
  requires: true,
  packages: {
    "": manifest,
    "app/backend": { version: "1.0.0" },
    "node_modules/backend": link("app/backend"),
    ...Object.fromEntries(
      Object.entries(packages).flatMap(([name, kind]) => [
        [folderOf(name), { version: "1.0.0", bin: { [name]: "run.js" }, ...kind }],
        [`node_modules/${name}`, link(folderOf(name))],
      ]),
    ),
  },
};

let folder = "";

function write(path: string, content: unknown): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-npm-"));
  copyFileSync(inCheckout("tovrun"), join(folder, "tovrun"));
  write("package.json", manifest);
  write("package-lock.json", lockfile);
  write("app/backend/package.json", { name: "backend", version: "1.0.0" });
  for (const name of Object.keys(packages)) {
    write(`packages/${name}/package.json`, { name, version: "1.0.0", bin: { [name]: "run.js" } });
    write(`packages/${name}/run.js`, "");
  }
  // Stands for the whole launcher: it is loaded before anything else.
  write("bundles/start.mjs", 'console.log("started"); process.exit(0);');
});
afterEach(() => rmSync(folder, { recursive: true }));

function launch(env: NodeJS.ProcessEnv) {
  const own = { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), ...env };
  return spawnSync(join(folder, "tovrun"), [], { encoding: "utf8", env: own });
}

/** What the launcher and its checks use of `node_modules`. */
const needed = ["esbuild", "typescript", "optional", "backend", ".bin/typescript"];

test.each([
  [
    "a file of npm's settings",
    [
      ...["location=global", "global=true", "dry-run=true", "package-lock-only=true", "omit[]=dev"],
      ...["omit[]=optional", "workspaces=false", "bin-links=false", "install-strategy=linked", "usage=true"],
    ],
    {},
  ],
  [
    "the environment",
    [],
    {
      NODE_ENV: "production",
      npm_config_omit: "dev",
      npm_config_workspace: "backend",
      npm_config_dry_run: "true",
    },
  ],
])("%s cannot keep npm from installing everything", (_, settings, env) => {
  write("npmrc", settings.join("\n"));
  const { stdout, stderr } = launch({ ...env, npm_config_userconfig: join(folder, "npmrc") });
  expect(stdout, stderr).toBe("started\n");
  const found = needed.filter((name) => existsSync(join(folder, "node_modules", name)));
  expect(found).toEqual(needed);
});

test("an npm that has installed nothing is not believed", () => {
  write("bin/npm", "#!/bin/sh\n");
  chmodSync(join(folder, "bin/npm"), 0o755);
  const { status, stderr } = launch({ PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}` });
  expect(status).toBe(1);
  expect(stderr).toMatch(/tovrun: npm says that it is done, but .*node_modules lacks .*'npm config list'\n$/);
});
