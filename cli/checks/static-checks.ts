import { readFileSync } from "node:fs";
import { inCache, inCheckout } from "../../paths.ts";
import { capture, type RunOptions, tail } from "../process/run.ts";
import { failedCheck, type Outcome, onePassed, type Part } from "./part.ts";
import { withWholeScripts } from "./shell-scripts.ts";

const folders = [
  "app",
  "bundles",
  "cli",
  "infra",
  "lab",
  "policies",
  "provider",
  "stacks",
  "tests",
  "toolchain",
];

const words = ["--no-progress", "--no-color", "--report", "flagged"];
/** What cspell remembers of unchanged files: without it, it takes several times as long. */
const wordCache = inCache("checks", "cspell");

/** What tsc knows of files by their content: with nothing changed, it takes a fifth of the time. */
const knownTypes = (name: string) => [
  "--incremental",
  "--tsBuildInfoFile",
  inCache("checks", `${name}.tsbuildinfo`),
];

/** Checks made by programs of node_modules: label, program, arguments. */
const nodeChecks: readonly (readonly [label: string, program: string, ...args: string[]])[] = [
  ["Types", "tsc", "-p", "tsconfig.json", ...knownTypes("types")],
  ["Types of the frontend", "tsc", "-p", "app/frontend", ...knownTypes("types-frontend")],
  ["Lint and format", "biome", "ci", "--colors=off", "."],
  ["Import rules", "depcruise", "--config", ".dependency-cruiser.mjs", ...folders],
  ["Unused code", "knip", "--no-progress"],
  ["Words", "cspell", "lint", ...words, "--cache", "--cache-location", wordCache],
  ["Secrets", "secretlint", "--no-color", "**/*"],
];

/** Runs a program in the checkout as one check: its exit code decides. */
export async function check(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const { code, stdout, stderr } = await capture(file, args, { cwd: inCheckout(), ...options });
  if (code === 0) return onePassed;
  return failedCheck(code === 127 ? [`${file} is missing`] : tail(`${stdout}\n${stderr}`, 60));
}

/** The files of the checkout that git knows or would know. */
export async function listFiles(): Promise<string[]> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await capture("git", args, { cwd: inCheckout() });
  return stdout.split("\0").filter((file) => file !== "");
}

function isShell(file: string): boolean {
  if (file.endsWith(".sh")) return true;
  if (/\.[^/]*$/.test(file.replace(/^.*\//, ""))) return false;
  try {
    return /^#!.*\b(?:ba|da|)sh\b/.test(readFileSync(inCheckout(file), "utf8").slice(0, 80));
  } catch {
    return false;
  }
}

/** Shell scripts of the checkout. */
export async function listShellFiles(): Promise<string[]> {
  return (await listFiles()).filter(isShell);
}

/** Types, lint, format, imports, unused code, secrets and shell scripts. */
export const staticChecks: readonly Part[] = [
  ...nodeChecks.map(
    ([label, program, ...args]): Part => ({
      label,
      run: () => check(inCheckout("node_modules", ".bin", program), args),
    }),
  ),
  {
    label: "Shell scripts",
    run: async () => withWholeScripts(await listShellFiles(), (files) => check("shellcheck", files)),
  },
];
