import type { Readable } from "node:stream";
import { execa } from "execa";
import type { RunningScript } from "../deployment-lock.ts";
import type { ScriptEnd, ScriptInput } from "../host-shell.ts";
import { inTurn } from "../in-turn.ts";
import { sshArguments } from "./command.ts";
import type { Connection } from "./connection.ts";
import { sshEnvironment } from "./key.ts";
import { AfterMark, afterMark } from "./output.ts";
import { connectionTrouble, notBegun, sshFailed, sudoTrouble } from "./trouble.ts";

/** Commands that one host runs at once: below the ten sessions that a host not yet prepared allows on a connection. */
const atOnce = 6;

/** Runs POSIX shell scripts on one host over OpenSSH, as the user who logs in. */
export interface SshLink {
  /** @throws one sentence when the script cannot begin, or the connection is lost */
  run(script: string, stdin?: ScriptInput["stdin"]): Promise<ScriptEnd>;
  /** Starts a script that ends with its standard input, which is ours to close. */
  start(script: string): RunningScript;
}

export function sshLink(connection: Connection, environment: NodeJS.ProcessEnv): SshLink {
  const env = sshEnvironment(environment);
  const limited = inTurn(atOnce);
  const run = async (script: string, stdin?: ScriptInput["stdin"]): Promise<ScriptEnd> => {
    const options = { env, reject: false, stripFinalNewline: false, maxBuffer: 64 * 1024 * 1024 } as const;
    const ended = await limited(async () =>
      execa("ssh", sshArguments(connection, script), { ...options, ...inputOf(stdin) }),
    );
    const { exitCode, stdout, stderr = "", shortMessage = "" } = ended;
    // Without an exit code there was no ssh to say anything.
    const said = stderr || (exitCode === undefined ? shortMessage : "");
    const refused = notBegun(connection, { code: exitCode, stdout, stderr: said });
    if (refused) throw new Error(refused);
    if (exitCode === undefined || exitCode === sshFailed)
      throw new Error(connectionTrouble(connection, said));
    return { code: exitCode, stdout: afterMark(stdout) ?? "", stderr };
  };
  // One connection is opened before the rest use it: all at once would open one each. A failure is tried again.
  let opened: Promise<unknown> | undefined;
  const once = () => {
    opened ??= run("true").catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    async run(script, stdin) {
      await once();
      return run(script, stdin);
    },
    start(script) {
      const child = execa("ssh", sshArguments(connection, script), { env, reject: false, stdin: "pipe" });
      const ended = child.then(({ stderr }) => {
        const last = stderr.trim().split("\n").at(-1)?.trim();
        return sudoTrouble(connection, stderr) ?? (last || connectionTrouble(connection, ""));
      });
      return { stdout: child.stdout.pipe(new AfterMark()), ended };
    },
  };
}

function inputOf(stdin: ScriptInput["stdin"]) {
  return stdin === undefined ? { stdin: "ignore" as const } : { input: stdin as string | Readable };
}
