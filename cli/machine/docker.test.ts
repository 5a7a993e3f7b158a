import { expect, test } from "vitest";
import { dockerMend } from "./docker.ts";
import { isDebianLike } from "./packages.ts";

test.each([
  [{ kind: "forbidden" }, "needs-root", "linux", "usermod -aG docker"],
  [{ kind: "elsewhere", host: "tcp://192.0.2.1:2375" }, "apt", "linux", "DOCKER_HOST=tcp://192.0.2.1:2375"],
  [{ kind: "stopped" }, "needs-root", "linux", "sudo systemctl start docker"],
  [{ kind: "absent" }, "needs-root", "linux", "sudo apt-get install --no-install-recommends docker.io"],
  [{ kind: "absent" }, "by-hand", "linux", "install Docker with your system's packages"],
  [{ kind: "absent" }, "by-hand", "darwin", "Docker Desktop or Colima"],
] as const)("%j with %s on %s: the mend names %s", (state, way, platform, words) => {
  expect(dockerMend(state, way, platform)).toContain(words);
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
