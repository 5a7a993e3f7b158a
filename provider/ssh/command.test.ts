import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { anyShellCommand, asRoot, sshArguments } from "./command.ts";
import { afterMark } from "./output.ts";

const runs = (command: string, input = "") => spawnSync("sh", ["-c", command], { encoding: "utf8", input });

test("a command shows a shell nothing that fish or csh read otherwise", () => {
  const command = anyShellCommand("echo 'a!b' \\\n \"$HOME\" é");
  expect(command).toMatch(/^exec sh -c '[^'!\\\n]*' sh [A-Za-z0-9+/= ]+$/);
});

test("a script runs whatever it holds, with the command's input and no arguments", () => {
  const script = `${"# filling\n".repeat(2000)}echo "é ! \\\\ '$#'"; cat; exit 7`;
  const command = anyShellCommand(script);
  expect(Math.max(...command.split(" ").map((word) => word.length))).toBeLessThan(4096);
  const { stdout, status } = runs(command, "input\n");
  expect(afterMark(stdout)).toBe("é ! \\ '0'\ninput\n");
  expect(status).toBe(7);
});

test("output that a person sees has no mark", () => {
  expect(runs(anyShellCommand("echo one", true)).stdout).toBe("one\n");
});

test("root's script has no environment but what it is given, and another user's goes through sudo", () => {
  const { stdout } = runs(asRoot("root", 'echo "$VALUE $(printenv HOME || echo none)"', { VALUE: "it's" }));
  expect(stdout).toBe("it's none\n");
  expect(asRoot("admin", "true")).toMatch(/^exec env LC_ALL=C sudo -n -- env -i PATH=/);
});

test("a host with an address of IPv6 is named without brackets, and first options are first", () => {
  const connection = { host: "::1", port: 2222, user: "admin", hostKey: "ssh-ed25519 AAAA" };
  const words = sshArguments(connection, "true", { first: ["-t"] });
  expect(words[0]).toBe("-t");
  expect(words.slice(words.indexOf("-p"), -1)).toEqual(["-p", "2222", "admin@::1", "--"]);
});
