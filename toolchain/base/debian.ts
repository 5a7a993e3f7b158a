import { dirname } from "node:path";
import { inCache } from "../../paths.ts";
import { logFile, makeOnce } from "../driver/cache.ts";
import { ask, run } from "../driver/command.ts";
import { ToolchainFailure } from "../driver/failure.ts";
import { contentKey } from "../driver/key.ts";
import type { Progress } from "../driver/report.ts";
import type { Architecture } from "./architecture.ts";

/** Inputs of the root image. */
export interface DebianRecipe {
  suite: string;
  refreshed: string;
  architecture: Architecture;
}

// Also left out of the official slim image; licences are kept.
const leftOut = [
  "path-exclude=/usr/share/doc/*",
  "path-include=/usr/share/doc/*/copyright",
  "path-exclude=/usr/share/man/*",
  "path-exclude=/usr/share/info/*",
  "path-exclude=/usr/share/locale/*",
];

/** Arguments of mmdebstrap for a root file system at `target`. */
function debianArguments(recipe: DebianRecipe, target: string): string[] {
  return [
    "--variant=minbase",
    "--include=ca-certificates",
    `--architectures=${recipe.architecture.debian}`,
    ...leftOut.map((line) => `--dpkgopt=${line}`),
    '--aptopt=Acquire::Languages "none"',
    // A failed image is discarded, so files need not be flushed one by one.
    "--dpkgopt=force-unsafe-io",
    recipe.suite,
    target,
  ];
}

/** The key of the root image. */
export function debianKey(recipe: DebianRecipe): string {
  return contentKey({ arguments: debianArguments(recipe, "").join("\n"), refreshed: recipe.refreshed });
}

async function requireMmdebstrap(progress: Progress): Promise<void> {
  if (await ask("mmdebstrap", ["--version"])) return;
  const apt = await ask("apt-get", ["--version"]);
  if (apt === undefined || process.getuid?.() !== 0) {
    const fix =
      "install it (on Debian or Ubuntu: `sudo apt-get install mmdebstrap`) or make a container registry reachable";
    throw new ToolchainFailure(`mmdebstrap is not installed and no container registry is reachable; ${fix}.`);
  }
  progress("installing mmdebstrap with apt-get");
  const environment = { DEBIAN_FRONTEND: "noninteractive" };
  const common = { environment, log: logFile("mmdebstrap"), progress };
  const install = ["install", "-y", "--no-install-recommends", "mmdebstrap"];
  await run("Reading Debian's package lists", { file: "apt-get", args: ["update"], ...common });
  await run("Installing mmdebstrap", { file: "apt-get", args: install, ...common });
}

/**
 * Whether mmdebstrap can have its own mount namespace. Its mounts then end with it even if it is killed, so its files may be in
 * the cache and are cleaned up with it; when not run as root, mmdebstrap does this itself.
 */
async function ownMounts(): Promise<boolean> {
  return process.getuid?.() === 0 && (await ask("unshare", ["--mount", "true"])) !== undefined;
}

/** Creates the image `tag` with Debian's base system; the root file system stays in the cache. */
export async function buildDebian(recipe: DebianRecipe, tag: string, progress: Progress): Promise<void> {
  const archive = inCache("debian", `${debianKey(recipe).slice(0, 16)}.tar`);
  await makeOnce(archive, async (target) => {
    await requireMmdebstrap(progress);
    const args = debianArguments(recipe, target);
    const log = logFile("debian");
    const [file, before, environment] = (await ownMounts())
      ? (["unshare", ["--mount", "mmdebstrap"], { TMPDIR: dirname(target) }] as const)
      : (["mmdebstrap", [], {}] as const);
    await run("Creating Debian's base system", {
      file,
      args: [...before, ...args],
      environment,
      log,
      progress,
    });
  });
  const args = ["import", "--change", 'CMD ["bash"]', "--change", "LABEL tovplay.base=debian", archive, tag];
  await run("Importing Debian's base system", {
    file: "docker",
    args,
    log: logFile("debian-import"),
    progress,
  });
}
