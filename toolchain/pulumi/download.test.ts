import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { exists } from "../driver/cache.ts";
import { downloadEngine, sha256Of } from "./download.ts";
import { archiveName, checksumsAddress } from "./release.ts";

const archive = archiveName(process.platform, process.arch);
const progress = (): void => undefined;
let folder = "";
let site = "";
let server: Server;
let files: Record<string, string | Buffer> = {};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "download-"));
  vi.stubEnv("XDG_CACHE_HOME", folder);
  await mkdir(join(folder, "pulumi"));
  await writeFile(join(folder, "pulumi", "pulumi"), "an engine");
  execFileSync("tar", ["-czf", join(folder, "archive"), "-C", folder, "pulumi"]);
  files = {
    [`/${archive}`]: await readFile(join(folder, "archive")),
    [new URL(checksumsAddress("http://x")).pathname]:
      `${await sha256Of(join(folder, "archive"))}  ${archive}\n`,
  };
  server = createServer((request, answer) => {
    const file = files[request.url ?? ""];
    answer.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.close();
  await rm(folder, { recursive: true });
});

test("downloadEngine unpacks an archive with the published checksum into bin", async () => {
  await downloadEngine(join(folder, "target"), progress, site);
  expect(await readFile(join(folder, "target", "bin", "pulumi"), "utf8")).toBe("an engine");
});

test("downloadEngine never unpacks an archive with a different checksum", async () => {
  files[`/${archive}`] = "something else";
  await expect(downloadEngine(join(folder, "target"), progress, site)).rejects.toThrow(
    /has the checksum [0-9a-f]{64} instead of the published/,
  );
  expect(await exists(join(folder, "target"))).toBe(false);
});

test("downloadEngine reports the HTTP status of a failed download", async () => {
  delete files[`/${archive}`];
  await expect(downloadEngine(join(folder, "target"), progress, site)).rejects.toThrow(
    /answered 404; run the command again/,
  );
});
