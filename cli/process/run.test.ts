import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";
import { anyShellCommand } from "../../provider/ssh/command.ts";

const address = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
const imports = `
import { installInterrupt } from ${address("../terminal/interrupt.ts")};
import { attachCommand } from ${address("../hosts/remote.ts")};
installInterrupt();`;

/** Runs statements as the launcher would: what is attached prints where this prints. */
function launch(statements: string) {
  const loader = fileURLToPath(import.meta.resolve("tsx"));
  const args = ["--import", loader, "--input-type=module", "--eval", imports + statements];
  return execa(process.execPath, args, { reject: false, stdin: "ignore" });
}

test("what an attached command prints on a host is without the host's own words", async () => {
  const args = ["-c", `echo Welcome; ${anyShellCommand("echo first; echo second; exit 3")}`];
  const marked = { host: "198.51.100.7", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA" };
  const command = JSON.stringify({ file: "sh", args, marked });
  const { stdout, exitCode } = await launch(
    `process.exitCode = await attachCommand(${command}, { eachLine: (line) => "> " + line });`,
  );
  expect({ stdout, exitCode }).toEqual({ stdout: "> first\n> second", exitCode: 3 });
});

test("a signal that comes to the launcher alone ends what is attached, and is told", async () => {
  const command = JSON.stringify({ file: "sh", args: ["-c", "echo here; exec sleep 60"] });
  const child = launch(`await attachCommand(${command}, { onSignal: () => console.log("told") });`);
  const seen: string[] = [];
  for await (const line of child) {
    seen.push(line);
    if (line === "here") child.kill("SIGTERM");
  }
  expect(seen).toEqual(["here", "told"]);
  expect((await child).exitCode).toBe(0);
});
