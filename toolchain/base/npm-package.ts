import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { inCache } from "../../paths.ts";
import { logFile, makeOnce } from "../driver/cache.ts";
import { run } from "../driver/command.ts";
import type { Progress } from "../driver/report.ts";

/** Unpacks one version of an npm package into the cache, with integrity checked by npm; returns the folder. */
export async function unpackPackage(spec: string, progress: Progress): Promise<string> {
  const folder = inCache("npm", spec.replaceAll("/", "-"));
  const log = logFile(`npm-${spec.replaceAll("/", "-")}`);
  await makeOnce(folder, async (target) => {
    await mkdir(target, { recursive: true });
    const destination = dirname(target);
    progress(`fetching ${spec}`);
    const own = ["--silent", "--pack-destination", destination];
    // Override npm settings that would prevent fetching: see run_npm in tovrun.
    const args = ["pack", spec, ...own, "--no-dry-run", "--no-usage"];
    // A folder without a package.json, so that no project's settings apply.
    await run(`Fetching ${spec}`, { file: "npm", args, folder: destination, log, progress });
    const unpack = 'for archive in *.tgz; do tar -xzf "$archive" -C "$1" --strip-components=1; done';
    await run(`Unpacking ${spec}`, {
      file: "sh",
      args: ["-ec", unpack, "sh", target],
      folder: destination,
      log,
      progress,
    });
  });
  return folder;
}
