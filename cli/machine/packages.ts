import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { capture, tail } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import type { StepHandle } from "../terminal/progress.ts";

/** How this machine can get a missing program. */
export type InstallWay = "apt" | "needs-root" | "by-hand";

/** Reads /etc/os-release: is this Debian, Ubuntu or one of their children? */
export function isDebianLike(osRelease: string): boolean {
  const values = [...osRelease.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)"?$/gm)].map((match) => match[1] ?? "");
  return values
    .join(" ")
    .split(/\s+/)
    .some((id) => id === "debian" || id === "ubuntu");
}

function osRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

/** What can be done here about a missing program. */
export function installWay(): InstallWay {
  if (!isDebianLike(osRelease())) return "by-hand";
  return process.getuid?.() === 0 ? "apt" : "needs-root";
}

/** Asks on a terminal; elsewhere, or with `yes`, says it and goes on. */
export async function agree(text: string, yes: boolean): Promise<boolean> {
  process.stderr.write(`${text}\n`);
  if (yes || !process.stdin.isTTY || !process.stderr.isTTY) return true;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return !/^\s*n/i.test(await lines.question("Go on? [Y/n] "));
  } finally {
    lines.close();
  }
}

async function apt(args: readonly string[]) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return capture("apt-get", ["-q", "-y", "-o", "DPkg::Lock::Timeout=120", ...args], { env });
}

/** Installs packages with apt-get. Call only when {@link installWay} is `apt`. */
export async function aptInstall(packages: readonly string[], step: StepHandle): Promise<void> {
  step.detail("apt-get update");
  await apt(["update"]);
  step.detail(`apt-get install ${packages.join(" ")}`);
  const { code, stdout, stderr } = await apt(["install", "--no-install-recommends", ...packages]);
  if (code === 0) return;
  throw new Failure(
    "missing",
    `apt-get could not install ${packages.join(" ")}; see that the package sources are reachable, then run this again`,
    { detail: tail(`${stdout}\n${stderr}`) },
  );
}
