import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inCheckout } from "../../../paths.ts";
import { type Archive, type PackageRegistry, pack } from "./package-registry.ts";

/** What the launcher uses of a machine, besides Node. */
const programs = [
  ...[
    "sh",
    "env",
    "uname",
    "readlink",
    "dirname",
    "cat",
    "cp",
    "ln",
    "mkdir",
    "mv",
    "rm",
    "sleep",
    "date",
    "tail",
  ],
  ...["chmod", "find", "grep", "gzip", "tar", "tr", "cksum", "sha256sum", "shasum"],
];

/** Where a program is on the machine that runs the test; undefined when it has none. */
function locate(program: string): string | undefined {
  const answer = execFileSync("sh", ["-c", `command -v ${program} || true`], { encoding: "utf8" }).trim();
  return answer.startsWith("/") ? answer : undefined;
}

/** A program that says it is that version of Node, and is the Node that runs the test. */
export const nodeOf = (version: string): string =>
  `#!/bin/sh\n[ "$1" = --version ] && { echo ${version}; exit; }\nRUNS_ON=${version} exec '${process.execPath}' "$@"\n`;

/** Stands for everything that the launcher loads: tells which Node runs it, which Node its children get, and which npm. */
const loader = `
import { execFileSync } from "node:child_process";
const ask = (program) => execFileSync(program, ["--version"], { encoding: "utf8" }).trim();
console.log(process.env.RUNS_ON, ask("node"), ask("npm"));
process.exit(0);
`;

/** Writes a file that can be executed. */
export function put(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
}

/** Lays a machine without Node into `folder`: programs in bin/, and a checkout whose dependencies are installed. */
export function layMachine(folder: string): void {
  mkdirSync(join(folder, "bin"));
  for (const program of programs) {
    const path = locate(program);
    if (path) symlinkSync(path, join(folder, "bin", program));
  }
  const launcher = readFileSync(inCheckout("tovrun"), "utf8");
  // What the machine that runs the test has there is not part of this one.
  put(folder, "tovrun", launcher.replace("/usr/local/bin/node /opt/homebrew/bin/node", ""));
  for (const file of ["bring.sh", "verify.mjs"])
    put(folder, `toolchain/node/${file}`, readFileSync(inCheckout("toolchain/node", file), "utf8"));
  // As after an installation of the dependencies by hand.
  put(folder, "package-lock.json", "{}");
  put(folder, "bundles/start.mjs", loader);
  put(folder, "node_modules/typescript/package.json", "{}");
  put(folder, "node_modules/.package-lock.json", "{}");
}

/** Puts Node of that version on the machine's PATH. */
export const installNode = (folder: string, version: string): void =>
  put(folder, "bin/node", nodeOf(version));

/** Puts the npm of the machine that runs the test on the machine's PATH. */
export function installNpm(folder: string): void {
  const npm = realpathSync(locate("npm") ?? "");
  put(folder, "bin/npm", `#!/bin/sh\nexec node '${npm}' "$@"\n`);
}

/** Publishes a program as Node 24.22.3 for this kind of machine, and an npm, and pins both in the checkout; returns the archive of Node. */
export function publishNode(folder: string, registry: PackageRegistry, program: string): Archive {
  const name = `node-${process.platform}-${process.arch}`;
  const cli = '#!/usr/bin/env node\nconsole.log("own-npm");\n';
  const node = pack(folder, name, "24.22.3", { "bin/node": program, LICENSE: "" });
  const npm = pack(folder, "npm", "12.0.0", { "bin/npm-cli.js": cli, "bin/npx-cli.js": cli });
  for (const archive of [node, npm]) registry.archives.set(archive.name, archive);
  const manifest = {
    dependencies: { npm: npm.version },
    optionalDependencies: { [name]: node.version },
  };
  const locked = ({ version, integrity }: Archive) => ({ version, integrity });
  const packages = {
    "": manifest,
    [`node_modules/${name}`]: { ...locked(node), optional: true },
    "node_modules/npm": locked(npm),
  };
  put(folder, "toolchain/node/package.json", JSON.stringify(manifest, undefined, 2));
  put(
    folder,
    "toolchain/node/package-lock.json",
    JSON.stringify({ lockfileVersion: 3, requires: true, packages }),
  );
  return node;
}

/** Starts the machine's launcher in a process group of its own. */
export function startLauncher(folder: string, registry: PackageRegistry) {
  const env = {
    PATH: join(folder, "bin"),
    HOME: join(folder, "home"),
    XDG_CACHE_HOME: join(folder, "cache"),
    npm_config_registry: registry.address,
    npm_config_cache: join(folder, "npm-cache"),
    npm_config_fetch_retries: "0",
  };
  const launcher = spawn(join(folder, "tovrun"), [], {
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  launcher.stdout.on("data", (text: Buffer) => {
    said.stdout += text.toString();
  });
  launcher.stderr.on("data", (text: Buffer) => {
    said.stderr += text.toString();
  });
  const ended = once(launcher, "close").then(([status]) => ({ status: status as number | null, ...said }));
  return { ended, pid: launcher.pid ?? 0 };
}
