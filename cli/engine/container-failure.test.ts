import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { containerFailure } from "./container-failure.ts";

const connection = { host: "192.0.2.4", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA" };
const type = "tovplay-host:index:Preflight";
const urn = `urn:pulumi:lab-backup::tovplay::tovplay:infra:HostPreflight$${type}::backup-preflight`;
const state = { deployment: { resources: [{ urn, type, inputs: { connection } }] } };

/** As the engine has it: its newest check is the last. */
const health = {
  Status: "unhealthy",
  Log: [
    { ExitCode: 1, Output: "too early" },
    { ExitCode: 1, Output: "503 standby\n\nno repository" },
    { ExitCode: 0, Output: "fine" },
  ],
};

/** What is run in the place of the real programs; ssh runs on this machine what it should run on the host. */
const programs = {
  pulumi: `cat <<'END'\n${JSON.stringify(state)}\nEND`,
  ssh: 'for last; do :; done\nexport WHERE="the host"; exec sh -c "$last"',
  // The environment that root gets would lead to the real ones.
  sudo: 'for last; do :; done\nexec sh -c "$last"',
  docker: `case $1 in inspect) cat <<'END'\n${JSON.stringify(health)}\nEND\n;; *) echo "$WHERE was asked for: $*";; esac`,
};

const folder = mkdtempSync(join(tmpdir(), "tovplay-programs-"));
const target = {
  stack: "lab-backup",
  env: { ...process.env, PATH: [folder, process.env.PATH ?? ""].join(delimiter) },
};

beforeAll(() => {
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the log of a container on a host and what its check said come from the host's engine, and more of it from a command that exists", async () => {
  const { message, detail } = await containerFailure("backup/tovplay-backup", "it is unhealthy", target);
  expect(detail).toEqual([
    "the host was asked for: logs --tail 300 tovplay-backup",
    "health check: 503 standby",
    "health check: no repository",
  ]);
  expect(message).toBe(
    "container backup/tovplay-backup did not become healthy (it is unhealthy); its last log lines are above, " +
      "'./tovrun logs backup/tovplay-backup --stack lab-backup' shows more",
  );
});

test("a host that the state does not know leaves the failure as it is", async () => {
  const { message, detail } = await containerFailure("other/tovplay-backup", "it is unhealthy", target);
  expect(detail).toEqual(["the stack's state has no host other, so its log was not read"]);
  expect(message).toContain("container other/tovplay-backup did not become healthy");
});
