import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));
const host = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");
const stopped = new AbortController();
afterEach(() => stopped.abort());

it("the pack starts under plain node without options, as the engine runs it", async () => {
  const pack = spawn(process.execPath, [host, "127.0.0.1:1", folder], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "inherit"],
    signal: stopped.signal,
  });
  pack.on("error", () => undefined);
  const [port] = await Promise.race([once(pack.stdout, "data"), once(pack, "exit")]);
  expect(String(port)).toMatch(/^\d+\n$/);
}, 20_000);
