import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { inCheckout, pathsOf } from "../../paths.ts";
import { commands } from "../commands.ts";
import { exitCodes } from "../terminal/exit.ts";

// Each of them starts Node once or twice.
vi.setConfig({ testTimeout: 60_000 });

function run(
  args: readonly string[],
  options: { cwd?: string; file?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const { file = inCheckout("tovrun"), ...rest } = options;
  return spawnSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], ...rest });
}

test("--help lists every command and every exit code", () => {
  const { status, stdout } = run(["--help"]);
  expect(status).toBe(0);
  for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
  for (const { code } of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^ +${code} {2}`, "m"));
});

test.each(commands.map(({ name }) => name))("%s has a help of its own", (name) => {
  const { status, stdout } = run([name, "--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain(`Usage: tovrun ${name}`);
});

test.each([
  [["nonsense"], /unknown command/],
  [["up", "--nonsense"], /unknown option/],
  [["up", "--profile", "nonsense"], /there is no profile 'nonsense'/],
  [["url", "nonsense"], /there is no address for 'nonsense'/],
  [["logs"], /missing required argument/],
])("%j is a usage error, said in a sentence", (args, words) => {
  const { status, stderr, stdout } = run(args);
  expect(status).toBe(exitCodes.usage.code);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stdout).toBe("");
});

test("works from another folder, through a link, with npm told to leave out what it needs", () => {
  const folder = mkdtempSync(join(tmpdir(), "tovplay link %41 #"));
  const link = join(folder, "tovrun");
  symlinkSync(inCheckout("tovrun"), link);
  const env = { ...process.env, NODE_ENV: "production", npm_config_omit: "dev" };
  expect(run(["url", "logs"], { cwd: folder, file: link, env }).stdout).toBe("http://127.0.0.1:3100\n");
  rmSync(folder, { recursive: true });
});

test("state and cache follow absolute XDG folders, and the state folder that the launcher hands on", () => {
  expect(pathsOf({ HOME: "/home/alex" })).toMatchObject({
    state: "/home/alex/.local/state/tovplay",
    cache: "/home/alex/.cache/tovplay",
  });
  expect(pathsOf({ HOME: "/home/alex", XDG_STATE_HOME: "/s", XDG_CACHE_HOME: "c" })).toMatchObject({
    state: "/s/tovplay",
    cache: "/home/alex/.cache/tovplay",
  });
  expect(pathsOf({ HOME: "/home/alex", XDG_STATE_HOME: "/s", TOVPLAY_STATE_DIR: "/handed/on" }).state).toBe(
    "/handed/on",
  );
});
