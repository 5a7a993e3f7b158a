import { execa } from "execa";
import { type Host, sshCommand } from "../hosts/connections.ts";
import { type Command, captureCommand, environmentOf, ownOutput, ownWords } from "../hosts/remote.ts";
import type { Finished } from "../process/run.ts";

/** A machine with a Docker engine: this one, or a host over SSH. */
export interface Machine {
  /** Its name in messages. */
  name: string;
  /** The command that runs `docker` with `args` there. */
  command(args: readonly string[]): Command;
}

/** The Docker engine of this machine. */
export const thisMachine: Machine = {
  name: "this machine",
  command: (args) => ({ file: "docker", args: [...args] }),
};

/** The Docker engine of a host. */
export function hostMachine(host: Host): Machine {
  return {
    name: host.connection.host,
    command: (args) => sshCommand(host, ["docker", ...args]),
  };
}

/** Runs Docker on a machine; never throws for its exit code. */
export function docker(machine: Machine, args: readonly string[], input?: string): Promise<Finished> {
  return captureCommand(machine.command(args), input === undefined ? {} : { input });
}

/** Pipes the output of a command into a command on another machine. @returns false when either failed */
export async function pipeDocker(
  from: { machine: Machine; args: readonly string[] },
  to: { machine: Machine; args: readonly string[] },
): Promise<boolean> {
  const source = from.machine.command(from.args);
  const sink = to.machine.command(to.args);
  const options = { reject: false, encoding: "buffer", maxBuffer: 1 << 20 } as const;
  const reading = execa(source.file, source.args, {
    ...options,
    env: environmentOf(source),
    stdin: "ignore",
    buffer: { stdout: false },
  });
  const input = ownOutput(source, reading.stdout);
  const writing = execa(sink.file, sink.args, { ...options, env: environmentOf(sink), input });
  const [read, written] = await Promise.all([reading, writing]);
  return read.exitCode === 0 && written.exitCode === 0;
}

/** Like {@link docker}, with each line of standard error as it arrives. */
export async function followDocker(
  machine: Machine,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<Finished> {
  const command = machine.command(args);
  const options = { env: environmentOf(command), reject: false, stdin: "ignore" } as const;
  const child = execa(command.file, command.args, options);
  for await (const line of child.iterable({ from: "stderr" })) onLine(line);
  const { exitCode = 128, stdout, stderr } = await child;
  return ownWords(command, { code: exitCode, stdout, stderr });
}
