import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { execa } from "execa";
import type { Connection } from "./connection.ts";
import type { HostShell, ScriptEnd, ScriptInput } from "./host-shell.ts";
import { inTurn } from "./in-turn.ts";
import { quote } from "./quote.ts";
import { sshOptions } from "./ssh-options.ts";
import { connectionTrouble, sudoTrouble } from "./ssh-trouble.ts";

/** Exit code with which ssh tells that it is ssh itself that failed. */
const sshFailed = 255;

/** Scripts that one host runs at once: below the ten sessions that a host not yet prepared allows on a connection. */
const atOnce = 6;

/** Runs scripts on a host over OpenSSH, as root: by sudo when the user is another. */
export function sshShell(connection: Connection, environment: NodeJS.ProcessEnv): HostShell {
  mkdirSync(join(homedir(), ".ssh"), { recursive: true, mode: 0o700 });
  const options = sshOptions(connection);
  const env = { TOVPLAY_SSH_KEY_FILE: keyFile(environment) };
  const target = ["-p", String(connection.port), `${connection.user}@${connection.host}`];
  const ssh = (command: string, stdin?: ScriptInput["stdin"]) =>
    execa("ssh", [...options, ...target, "--", command], {
      env,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 64 * 1024 * 1024,
      ...inputOf(stdin),
    });
  const queue = inTurn(atOnce);
  const limited = (command: string, stdin?: ScriptInput["stdin"]) => queue(async () => ssh(command, stdin));
  // One connection is opened before the rest use it: all at once would open one each.
  let opened: Promise<void> | undefined;
  const open = async () => {
    const { exitCode, stderr } = await ssh("true");
    if (exitCode === 0) return;
    opened = undefined;
    throw new Error(connectionTrouble(connection.host, stderr));
  };
  const once = () => {
    opened ??= open();
    return opened;
  };
  return {
    host: connection.host,
    async run(script, { environment: values = {}, stdin } = {}) {
      await once();
      const { exitCode, stdout, stderr = "", shortMessage } = await limited(asRoot(connection.user, script, values), stdin);
      const end: ScriptEnd = { code: exitCode ?? sshFailed, stdout, stderr };
      if (end.code === sshFailed)
        throw new Error(connectionTrouble(connection.host, stderr || (shortMessage ?? "")));
      const refused = sudoTrouble(connection.host, connection.user, stderr);
      if (end.code !== 0 && refused) throw new Error(refused);
      return end;
    },
  };
}

/** The private key that is offered besides the agent's, where a connection names none. */
export function keyFile(environment: NodeJS.ProcessEnv): string {
  return environment.TOVPLAY_SSH_KEY_FILE || join(homedir(), ".ssh", "id_ed25519");
}

function asRoot(user: string, script: string, values: Record<string, string>): string {
  const settings = Object.entries(values).map(([key, value]) => quote(`${key}=${value}`));
  const words = [
    "env",
    "-i",
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL=C.UTF-8",
  ];
  const command = [...words, ...settings, "sh", "-c", quote(script)].join(" ");
  return user === "root" ? command : `sudo -n -- ${command}`;
}

function inputOf(stdin: ScriptInput["stdin"]) {
  return stdin === undefined ? { stdin: "ignore" as const } : { input: stdin as string | Readable };
}
