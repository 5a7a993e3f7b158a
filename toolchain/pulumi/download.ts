import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { logFile } from "../driver/cache.ts";
import { run } from "../driver/command.ts";
import { ToolchainFailure } from "../driver/failure.ts";
import type { Progress } from "../driver/report.ts";
import { archiveName, checksumFor, checksumsAddress, release } from "./release.ts";
import type { Plugin } from "./targets.ts";

/** Timeout of a download, in milliseconds. */
const downloadTimeout = 15 * 60_000;

async function fetched(address: string): Promise<Response> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(downloadTimeout) }).catch(
    (error: Error) => {
      throw new ToolchainFailure(
        `${address} could not be downloaded (${error.message}); run the command again.`,
      );
    },
  );
  if (answer.ok && answer.body) return answer;
  throw new ToolchainFailure(
    `${address} answered ${answer.status}; run the command again, or set TOVPLAY_TOOLCHAIN=build.`,
  );
}

async function save(address: string, file: string, progress: Progress): Promise<void> {
  const answer = await fetched(address);
  const total = Number(answer.headers.get("content-length") ?? 0);
  let received = 0;
  const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
  body.on("data", (chunk: Buffer) => {
    received += chunk.length;
    progress(`${Math.round(received / 1e6)} of ${total ? Math.round(total / 1e6) : "?"} MB`);
  });
  await pipeline(body, createWriteStream(file));
}

/** Hexadecimal SHA-256 of a file. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Downloads the engine from a site into `target`/bin and verifies its checksum before unpacking. */
export async function downloadEngine(target: string, progress: Progress, site = release.site): Promise<void> {
  const name = archiveName(process.platform, process.arch);
  const wanted = checksumFor(await (await fetched(checksumsAddress(site))).text(), name);
  const archive = join(dirname(target), name);
  await save(`${site}/${name}`, archive, progress);
  const actual = await sha256Of(archive);
  if (actual !== wanted) {
    throw new ToolchainFailure(
      `${name} has the checksum ${actual} instead of the published ${wanted}; it was deleted, run the command again.`,
    );
  }
  await mkdir(join(target, "bin"), { recursive: true });
  const args = ["-xzf", archive, "--strip-components=1", "-C", join(target, "bin")];
  await run("Unpacking Pulumi", { file: "tar", args, log: logFile("pulumi-unpack"), progress });
}

/** Lets the engine download its plugins. */
export async function downloadPlugins(
  folder: string,
  plugins: readonly Plugin[],
  progress: Progress,
): Promise<void> {
  for (const { kind, name, version } of plugins) {
    progress(`plugin ${name} ${version}`);
    const args = ["plugin", "install", kind, name, version];
    const environment = { PULUMI_HOME: join(folder, "home"), PULUMI_SKIP_UPDATE_CHECK: "true" };
    const file = join(folder, "bin", "pulumi");
    await run(`Downloading the plugin ${name}`, {
      file,
      args,
      environment,
      log: logFile(`plugin-${name}`),
      progress,
    });
  }
}
