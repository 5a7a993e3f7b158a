import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { execa } from "execa";
import type { Connection } from "./connection.ts";
import type { RunningScript } from "./deployment-lock.ts";
import type { ScriptEnd, ScriptInput } from "./host-shell.ts";
import { inTurn } from "./in-turn.ts";
import { sshOptions } from "./ssh-options.ts";
import { connectionTrouble } from "./ssh-trouble.ts";

/** Exit code with which ssh tells that it is ssh itself that failed. */
const sshFailed = 255;

/** Commands that one host runs at once: below the ten sessions that a host not yet prepared allows on a connection. */
const atOnce = 6;

/** Runs commands on one host over OpenSSH. */
export interface SshLink {
  /** @throws one sentence when the host cannot be reached or the connection is lost */
  run(command: string, stdin?: ScriptInput["stdin"]): Promise<ScriptEnd>;
  /** Starts a command that ends with its standard input, which is ours to close. */
  start(command: string): RunningScript;
}

export function sshLink(connection: Connection, environment: NodeJS.ProcessEnv): SshLink {
  mkdirSync(join(homedir(), ".ssh"), { recursive: true, mode: 0o700 });
  const target = ["-p", String(connection.port), `${connection.user}@${connection.host}`, "--"];
  const words = [...sshOptions(connection), ...target];
  const env = { TOVPLAY_SSH_KEY_FILE: keyFile(environment) };
  const limited = inTurn(atOnce);
  const run = async (command: string, stdin?: ScriptInput["stdin"]): Promise<ScriptEnd> => {
    const options = { env, reject: false, stripFinalNewline: false, maxBuffer: 64 * 1024 * 1024 } as const;
    const ended = await limited(async () =>
      execa("ssh", [...words, command], { ...options, ...inputOf(stdin) }),
    );
    const { exitCode, stdout, stderr = "", shortMessage = "" } = ended;
    if (exitCode !== undefined && exitCode !== sshFailed) return { code: exitCode, stdout, stderr };
    // Without an exit code there was no ssh to say anything.
    const said = stderr || (exitCode === undefined ? shortMessage : "");
    throw new Error(connectionTrouble(connection.host, said));
  };
  // One connection is opened before the rest use it: all at once would open one each. A failure is tried anew.
  let opened: Promise<unknown> | undefined;
  const once = () => {
    opened ??= run("true").catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    async run(command, stdin) {
      await once();
      return run(command, stdin);
    },
    start(command) {
      const child = execa("ssh", [...words, command], { env, reject: false, stdin: "pipe" });
      const ended = child.then(({ stderr }) => {
        const last = stderr.trim().split("\n").at(-1)?.trim();
        return last || connectionTrouble(connection.host, "");
      });
      return { stdout: child.stdout, ended };
    },
  };
}

/** The private key that is offered besides the agent's, where a connection names none. */
export function keyFile(environment: NodeJS.ProcessEnv): string {
  return environment.TOVPLAY_SSH_KEY_FILE || join(homedir(), ".ssh", "id_ed25519");
}

function inputOf(stdin: ScriptInput["stdin"]) {
  return stdin === undefined ? { stdin: "ignore" as const } : { input: stdin as string | Readable };
}
