import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as docker from "@pulumi/docker";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { onHost, sshCommand } from "../../../cli/hosts/connections.ts";
import { captureCommand } from "../../../cli/hosts/remote.ts";
import { engineAddress } from "../../../infra/host/remote-host.ts";
import { hostNamed } from "../../../lab/hosts.ts";
import { ensureKeys, seedFolder } from "../../../lab/keys.ts";
import { bindMount } from "../../../lab/mount.ts";
import { must } from "../../../lab/program.ts";
import { sshArguments } from "../../../lab/ssh.ts";
import { inState } from "../../../paths.ts";
import type { Connection } from "../../../provider/ssh/connection.ts";
import { sshOptions } from "../../../provider/ssh/options.ts";
import { sshShell } from "../../../provider/ssh/shell.ts";
import { deployment } from "../testing/deployment.ts";
import { sshHostImage, startSshHost } from "./ssh-host.ts";
import { remotePaths } from "./ssh-paths.ts";
import { startVarieties, type Varieties, working } from "./ssh-varieties.ts";

/** One key for all logins, at a path that needs every kind of quoting. */
const scratch = mkdtempSync(join(tmpdir(), "tovplay-ssh-"));
const folder = join(scratch, `it's a "folder", \\ 100%d é ключ #`);
const keyFile = join(folder, "my $key");
let image: string;
let hosts: Varieties;

beforeAll(async () => {
  mkdirSync(folder);
  await must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", keyFile]);
  vi.stubEnv("TOVPLAY_SSH_KEY_FILE", keyFile);
  image = await sshHostImage();
  hosts = await startVarieties(image, readFileSync(`${keyFile}.pub`, "utf8").trim());
}, 300_000);

afterAll(async () => {
  await hosts?.stop();
  rmSync(scratch, { recursive: true });
  vi.unstubAllEnvs();
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.stubEnv("TOVPLAY_SSH_KEY_FILE", keyFile);
});

/** Ends the shared connection of a login, so that the next one has to authenticate. */
async function hangUp(connection: Connection): Promise<void> {
  const target = ["-p", String(connection.port), `${connection.user}@${connection.host}`];
  await execa("ssh", [...sshOptions(connection), "-O", "exit", ...target]);
}

/** The connection with the key in its settings, for the jump host too. */
function withKey(connection: Connection, identityFile: string): Connection {
  const { jump } = connection;
  return { ...connection, identityFile, ...(jump ? { jump: { ...jump, identityFile } } : {}) };
}

describe.each(working)("with %s", (variety) => {
  test.each(Object.entries(remotePaths))("%s works", (_, path) => path(hosts.host(variety)));

  test("ssh offers the key that the settings name", async () => {
    const host = hosts.host(variety);
    await hangUp(host.connection);
    vi.stubEnv("TOVPLAY_SSH_KEY_FILE", join(scratch, "none"));
    await expect(remotePaths["a command of the launcher"](host)).rejects.toThrow();
    // This opens the connection, so a banner would be part of its output.
    await remotePaths["Docker on the host"]({ ...host, connection: withKey(host.connection, keyFile) });
  });
});

/** What each path reports about a host. */
async function saidOf(connection: Connection): Promise<string[]> {
  const shell = sshShell(connection, { environment: process.env, owner: "a test" });
  const host = { name: "host", connection };
  const attempts = [
    () => shell.run("true"),
    () => shell.lock?.(() => undefined),
    () => onHost(host, "true", process.env),
  ];
  const said: string[] = [];
  for (const attempt of attempts) {
    said.push(await Promise.resolve(attempt()).then(String, (error: Error) => error.message));
  }
  const { refused = "" } = await captureCommand(sshCommand(host, ["docker", "ps"]));
  return [...said, refused];
}

describe("every path explains in one sentence", () => {
  const refusals: [string, () => Connection, RegExp][] = [
    [
      "that sudo asks for a password",
      () => hosts.host("a sudo that asks for a password").connection,
      /^admin may not use sudo on 127\.0\.0\.1 without a password; allow it there \(NOPASSWD\), or connect as root$/,
    ],
    [
      "that the login shell runs nothing",
      () => hosts.host("a login shell that runs nothing").connection,
      /^the login shell of admin on 127\.0\.0\.1 does not run commands \(This account is currently not available\.\); /,
    ],
    [
      "that the jump host is not the pinned one",
      () => {
        const connection = hosts.host("a jump host").connection;
        const { hostKey } = hosts.host("a banner").connection;
        // Nobody has logged in as root, so there is no connection to share.
        return { ...connection, user: "root", jump: { ...connection, ...connection.jump, hostKey } };
      },
      /cannot be reached through its jump host; check that 'ssh -p \d+ admin@127\.0\.0\.1' can log in/,
    ],
  ];
  test.each(refusals)("%s", async (_, connection, sentence) => {
    for (const said of await saidOf(connection())) expect(said).toMatch(sentence);
  });
});

test("the Docker provider creates a network on hosts behind a jump host and at an IPv6 address", async () => {
  const name = `scratch-conformance-${randomUUID().slice(0, 8)}`;
  const stack = await deployment("docker-over-ssh");
  const program = async () => {
    for (const [index, variety] of (["a jump host", "an IPv6 address"] as const).entries()) {
      const connection = withKey(hosts.host(variety).connection, keyFile);
      const settings = { host: engineAddress("deploy", connection), sshOpts: sshOptions(connection) };
      const provider = new docker.Provider(`engine-${index}`, settings);
      new docker.Network(`network-${index}`, { name: `${name}-${index}` }, { provider });
    }
  };
  try {
    await stack.up(program);
    const { stdout } = await execa("docker", ["network", "ls", "--filter", `name=${name}`, "--quiet"]);
    expect(stdout.split("\n")).toHaveLength(2);
    expect(await stack.drift(program)).toEqual([]);
  } finally {
    await stack.close();
  }
});

test("the lab logs in with keys from a state folder of any name", async () => {
  vi.stubEnv("TOVPLAY_STATE_DIR", folder);
  const staging = hostNamed("staging");
  await ensureKeys([staging]);
  const key = readFileSync(`${inState("lab", "id_ed25519")}.pub`, "utf8").trim();
  const mount = ["--mount", bindMount(seedFolder(staging), "/seed", true)];
  const host = await startSshHost(image, key, { seed: "/seed", run: mount });
  try {
    const words = sshArguments({ ...staging, address: host.address });
    expect((await execa("ssh", [...words, "id -un && sudo -n id -un"])).stdout).toBe("admin\nroot");
  } finally {
    await host.stop();
  }
});
