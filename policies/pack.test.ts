import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));
const host = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");
const stopped = new AbortController();
afterAll(() => stopped.abort());

const starts = {
  "from its sources under plain node, as a language host does that passes no options": [],
  "from its bundle": ["--import", "../bundles/start.mjs"],
};

it.each(Object.entries(starts))(
  "the pack starts %s",
  async (_, options) => {
    const pack = spawn(process.execPath, [...options, host, "127.0.0.1:1", folder], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      stdio: ["ignore", "pipe", "inherit"],
      signal: stopped.signal,
    });
    pack.on("error", () => undefined);
    const [port] = await Promise.race([once(pack.stdout, "data"), once(pack, "exit")]);
    expect(String(port)).toMatch(/^\d+\n$/);
  },
  20_000,
);
