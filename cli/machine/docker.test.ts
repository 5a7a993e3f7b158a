import { expect, test } from "vitest";
import { dockerFix, isForbidden } from "./docker.ts";
import { isDebianLike } from "./packages.ts";

const engine = { setting: "the context 'x'", context: "x", undo: "docker context use default" };

test.each([
  [{ kind: "forbidden" }, "needs-root", "linux", "usermod -aG docker"],
  [{ kind: "elsewhere", engine, said: "no route" }, "apt", "linux", "of the context 'x' does not answer;"],
  [{ kind: "elsewhere", engine, said: "no route" }, "apt", "darwin", "with 'docker context use default'"],
  [{ kind: "stopped" }, "needs-root", "linux", "sudo systemctl start docker"],
  [{ kind: "absent" }, "needs-root", "linux", "sudo apt-get install --no-install-recommends docker.io"],
  [{ kind: "absent" }, "by-hand", "linux", "install Docker with your system's packages"],
  [{ kind: "absent" }, "by-hand", "darwin", "Docker Desktop or Colima"],
] as const)("%j with %s on %s: the fix names %s", (state, way, platform, words) => {
  expect(dockerFix(state, way, platform)).toContain(words);
});

test.each([
  ['ID=debian\nVERSION_ID="13"\n', true],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
  ["ID=ubuntu\n", true],
  ["ID=fedora\n", false],
  ["VARIANT_ID=debian-alike\nID=arch\n", false],
  ["", false],
])("%j is like Debian: %s", (osRelease, expected) => {
  expect(isDebianLike(osRelease)).toBe(expected);
});

test.each([
  [
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get",
    true,
  ],
  ["permission denied while trying to connect to the docker API at unix:///run/user/1/docker.sock", true],
  ["error during connect: command [ssh] stderr=me@192.0.2.1: Permission denied (publickey).", false],
  ["WARNING: Error loading config file: open /root/.docker/config.json: permission denied", false],
  [
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    false,
  ],
])("%j means that this user has no right to the engine here: %s", (stderr, forbidden) => {
  expect(isForbidden(stderr)).toBe(forbidden);
});
