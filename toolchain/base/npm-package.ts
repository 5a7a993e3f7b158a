import { createHash } from "node:crypto";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inCache } from "../../paths.ts";
import { logFile, makeOnce } from "../driver/cache.ts";
import { run } from "../driver/command.ts";
import { ToolchainFailure } from "../driver/failure.ts";
import type { Progress } from "../driver/report.ts";
import type { Pin } from "./pin.ts";

async function requireIntegrity(archive: string, { spec, integrity }: Pin): Promise<void> {
  const hash = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  if (`sha512-${hash}` === integrity) return;
  throw new ToolchainFailure(
    `The package ${spec} from npm does not have the hash in toolchain/node/package-lock.json; check which registry npm uses.`,
  );
}

/** Unpacks one version of an npm package into the cache when its hash is the pinned one; returns the folder. */
export async function unpackPackage(pin: Pin, progress: Progress): Promise<string> {
  const name = pin.spec.replaceAll("/", "-");
  const folder = inCache("npm", name);
  const log = logFile(`npm-${name}`);
  await makeOnce(folder, async (target) => {
    await mkdir(target, { recursive: true });
    const destination = dirname(target);
    progress(`fetching ${pin.spec}`);
    const own = ["--silent", "--pack-destination", destination];
    // Override npm settings that would prevent fetching: see npm_ci in tovrun.
    const args = ["pack", pin.spec, ...own, "--no-dry-run", "--no-usage"];
    // A folder without a package.json, so that no project's settings apply.
    await run(`Fetching ${pin.spec}`, { file: "npm", args, folder: destination, log, progress });
    const written = await readdir(destination, { withFileTypes: true });
    const archive = written.find((entry) => entry.isFile())?.name ?? "";
    await requireIntegrity(join(destination, archive), pin);
    const unpack = ["-xzf", archive, "-C", target, "--strip-components=1"];
    await run(`Unpacking ${pin.spec}`, { file: "tar", args: unpack, folder: destination, log, progress });
  });
  return folder;
}
