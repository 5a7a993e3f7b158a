import { existsSync, rmSync } from "node:fs";
import { execa } from "execa";
import lockfile from "proper-lockfile";
import { inCache } from "../../paths.ts";

/** A Python with pinned packages, in the cache by their versions. @returns its folder of programs */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string> {
  const folder = inCache("python", name);
  const done = `${folder}/complete`;
  if (existsSync(done)) return `${folder}/bin`;
  await execa("mkdir", ["-p", inCache("python")]);
  const release = await lockfile.lock(folder, { realpath: false, stale: 60_000, retries: 300 });
  try {
    if (existsSync(done)) return `${folder}/bin`;
    rmSync(folder, { recursive: true, force: true });
    await execa("python3", ["-m", "venv", folder]);
    const quiet = ["--quiet", "--disable-pip-version-check"];
    await execa(`${folder}/bin/pip`, ["install", ...quiet, ...packages]);
    await execa("touch", [done]);
    return `${folder}/bin`;
  } finally {
    await release();
  }
}
