import { z } from "zod";
import { type Connection, connectionSchema } from "../../provider/connection.ts";
import { sshOptions } from "../../provider/ssh-options.ts";
import { stackOutput } from "../engine/stack.ts";
import { Failure } from "../exit.ts";
import { capture } from "../run.ts";
import { shellQuote } from "../shell.ts";

const hosts = z.array(z.object({ name: z.string(), connection: connectionSchema })).min(1);

/** A host of a deployed stack. */
export type Host = z.infer<typeof hosts>[number];

/** Hosts of the stack of `env`, as its last deployment tells. @throws {Failure} when it was not deployed yet */
export function deployedHosts(env: NodeJS.ProcessEnv): Promise<Host[]> {
  return stackOutput("hosts", hosts, env);
}

/** Runs a fixed command on a host as root and returns what it printed. @throws {Failure} when the host does not answer */
export async function onHost({ connection }: Host, command: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await capture(
    "ssh",
    [...sshArguments(connection), "--", asRoot(connection, command)],
    {
      env,
    },
  );
  if (code === 0) return stdout;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  throw new Failure(
    "failed",
    `${connection.host} does not answer '${command}' (${said}); see whether it is up`,
  );
}

/** Program and arguments that run `words` on a host as root, with this process's standard input and output. */
export function sshCommand({ connection }: Host, words: readonly string[]): { file: string; args: string[] } {
  const command = words.map(shellQuote).join(" ");
  return { file: "ssh", args: [...sshArguments(connection), "--", asRoot(connection, command)] };
}

function sshArguments(connection: Connection): string[] {
  return [...sshOptions(connection), "-p", String(connection.port), `${connection.user}@${connection.host}`];
}

function asRoot({ user }: Connection, command: string): string {
  return user === "root" ? command : `sudo -n ${command}`;
}
