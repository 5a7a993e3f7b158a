import { z } from "zod";
import { asRoot, sshArguments } from "../../provider/ssh/command.ts";
import { type Connection, connectionSchema } from "../../provider/ssh/connection.ts";
import { sshEnvironment } from "../../provider/ssh/key.ts";
import { stackOutput } from "../engine/stack.ts";
import { shellQuote } from "../process/shell.ts";
import { Failure } from "../terminal/exit.ts";
import { type Command, captureCommand } from "./remote.ts";

const hosts = z.array(z.object({ name: z.string(), connection: connectionSchema })).min(1);

/** A host of a deployed stack. */
export type Host = z.infer<typeof hosts>[number];

/** Hosts of the stack of `env`, as its last deployment tells. @throws {Failure} when it was not deployed yet */
export function deployedHosts(env: NodeJS.ProcessEnv): Promise<Host[]> {
  return stackOutput("hosts", hosts, env);
}

/** Runs a fixed shell command on a host as root and returns what it printed. @throws {Failure} when the host does not answer */
export async function onHost({ connection }: Host, script: string, env: NodeJS.ProcessEnv): Promise<string> {
  const command = { ...overSsh(connection, script, "captured", env), marked: connection };
  const { code, stdout, stderr, refused } = await captureCommand(command, { env });
  if (refused) throw new Failure("failed", refused);
  if (code === 0) return stdout;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  throw new Failure("failed", `'${script}' failed on ${connection.host} (${said}); see whether it is up`);
}

/** Who gets what a command prints: this program, or a person or a pipe as it comes, with or without a terminal. */
export type Reader = "captured" | "attached" | "terminal";

/** The program that runs `words` on a host as root. */
export function sshCommand(
  { connection }: Host,
  words: readonly string[],
  reader: Reader = "captured",
): Command {
  const command = overSsh(connection, `exec ${words.map(shellQuote).join(" ")}`, reader, process.env);
  return reader === "captured" ? { ...command, marked: connection } : command;
}

function overSsh(connection: Connection, script: string, reader: Reader, env: NodeJS.ProcessEnv): Command {
  const first = reader === "terminal" ? ["-t"] : [];
  const options = { first, attached: reader !== "captured" };
  const args = sshArguments(connection, asRoot(connection.user, script), options);
  return { file: "ssh", args, env: sshEnvironment(env) };
}
