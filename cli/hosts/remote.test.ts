import { expect, test } from "vitest";
import { anyShellCommand } from "../../provider/ssh/command.ts";
import { type Command, captureCommand } from "./remote.ts";

const marked = { host: "198.51.100.7", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA" };
const noisy = (script: string): Command => ({
  file: "sh",
  args: ["-c", `echo Welcome; ${anyShellCommand(script)}`],
  env: { GREETING: "hello" },
  marked,
});

test("a command's output is without its host's own words, and its code and errors are its own", async () => {
  const { code, stdout, stderr } = await captureCommand(noisy('echo "$GREETING"; echo why >&2; exit 3'));
  expect({ code, stdout: stdout.trim(), stderr }).toEqual({ code: 3, stdout: "hello", stderr: "why" });
});

test("a command of this machine is taken as it is", async () => {
  expect(await captureCommand({ file: "sh", args: ["-c", "echo Welcome"] })).toMatchObject({
    code: 0,
    stdout: "Welcome",
  });
});

test("a host that lets nothing begin is told in one sentence", async () => {
  const nologin: Command = { file: "sh", args: ["-c", "echo not available; exit 1"], marked };
  expect(await captureCommand(nologin)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^the login shell of admin on 198\.51\.100\.7 runs no commands/),
  });
});
