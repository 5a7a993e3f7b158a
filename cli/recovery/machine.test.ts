import { expect, test } from "vitest";
import { anyShellCommand } from "../../provider/ssh/command.ts";
import { followDocker, type Machine, pipeDocker } from "./machine.ts";

const marked = { host: "198.51.100.7", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA" };

/** A host whose shell greets everybody; what it is told to run is a script. */
const noisy: Machine = {
  name: "noisy",
  command: ([script = ""]) => ({
    file: "sh",
    args: ["-c", `echo Welcome; ${anyShellCommand(script)}`],
    marked,
  }),
};
const plain: Machine = { name: "plain", command: ([script = ""]) => ({ file: "sh", args: ["-c", script] }) };

test.each([
  ["a host", noisy],
  ["this machine", plain],
])("what %s prints comes whole to another, and nothing else", async (_, machine) => {
  const from = { machine, args: ["printf 'a\\000b'"] };
  const sink = (text: string) => ({ machine: plain, args: [`test "$(od -An -c | tr -d ' ')" = '${text}'`] });
  expect(await pipeDocker(from, sink("a\\0b"))).toBe(true);
  expect(await pipeDocker(from, sink("other"))).toBe(false);
  expect(await pipeDocker({ machine, args: ["exit 3"] }, sink(""))).toBe(false);
});

test("a reader that ends early ends the writer", async () => {
  const endless = { machine: noisy, args: ["yes"] };
  expect(await pipeDocker(endless, { machine: plain, args: ["exit 1"] })).toBe(false);
});

test("lines of standard error are handed on as they come", async () => {
  const lines: string[] = [];
  const { stdout } = await followDocker(noisy, ["echo one >&2; echo two >&2; echo done"], (line) =>
    lines.push(line),
  );
  expect(lines).toEqual(["one", "two"]);
  expect(stdout.trim()).toBe("done");
});
