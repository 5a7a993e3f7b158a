import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { LabHost } from "../../../lab/hosts.ts";
import { hostKey, identityFile } from "../../../lab/keys.ts";
import { quote } from "../../../provider/quote.ts";
import { sshOptions } from "../../../provider/ssh/options.ts";
import { optionPath } from "../../../provider/ssh/quote.ts";

/** One connection to a test host, shared by all commands, as in SSHKit. */
export interface Link {
  /** Runs a shell command as root and returns what it printed. */
  run: (command: string, input?: Uint8Array | string) => Promise<string>;
  /** The program and arguments that run a shell command as root, for use in a pipe. */
  command: (command: string) => [file: string, args: string[]];
  close: () => Promise<void>;
}

/** Opens the connection, and forwards ports of this machine to the same ports on the host's loopback. */
export async function linkTo(host: LabHost, forwarded: readonly number[] = []): Promise<Link> {
  const mark = createHash("sha256").update(`${host.name} ${process.pid}`).digest("hex").slice(0, 12);
  const socket = join(tmpdir(), `bench-${mark}`);
  const login = `${host.user}@${host.address}`;
  // ssh uses the first value of an option: this socket is not the one that deployments share.
  const options = ["-o", `ControlPath=${optionPath(socket)}`, "-o", "LogLevel=ERROR"];
  const keys = sshOptions({ hostKey: hostKey(host), identityFile: identityFile() });
  const forwards = forwarded.flatMap((port) => ["-L", `127.0.0.1:${port}:127.0.0.1:${port}`]);
  const args = [...options, ...keys];
  const lasting = ["-o", "ControlMaster=yes", "-o", "ControlPersist=no"];
  await execa("ssh", [...lasting, ...args, ...forwards, "-N", "-f", login], { stdio: "ignore" });
  const command = (text: string): [string, string[]] => [
    "ssh",
    ["-o", "ControlMaster=no", ...args, login, "--", `sudo -n sh -c ${quote(text)}`],
  ];
  return {
    command,
    run: async (text, input) => {
      const [file, all] = command(text);
      return (await execa(file, all, input === undefined ? { stdin: "ignore" } : { input })).stdout;
    },
    close: async () => {
      await execa("ssh", [...options, "-O", "exit", login], { reject: false });
      rmSync(socket, { force: true });
    },
  };
}
