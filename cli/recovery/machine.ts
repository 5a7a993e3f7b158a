import { execa } from "execa";
import { type Host, sshCommand } from "../hosts/connections.ts";
import { capture, type Finished } from "../run.ts";

/** A machine with a Docker engine: this one, or a host over SSH. */
export interface Machine {
  /** Its name in sentences. */
  readonly name: string;
  /** Program and arguments that run `docker` with `args` there. */
  command(args: readonly string[]): { file: string; args: string[] };
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

/** Runs Docker on a machine and returns what it printed; never throws for its exit code. */
export function docker(machine: Machine, args: readonly string[], input?: string): Promise<Finished> {
  const { file, args: words } = machine.command(args);
  return capture(file, words, input === undefined ? {} : { input });
}

/** Pipes what one machine's command prints into another machine's command. @returns false when either of them failed */
export async function pipeDocker(
  from: { machine: Machine; args: readonly string[] },
  to: { machine: Machine; args: readonly string[] },
): Promise<boolean> {
  const source = from.machine.command(from.args);
  const sink = to.machine.command(to.args);
  const options = { reject: false, encoding: "buffer", maxBuffer: 1 << 20 } as const;
  const reading = execa(source.file, source.args, { ...options, buffer: { stdout: false } });
  const result = await reading.pipe(sink.file, sink.args, options);
  const read = await reading;
  return result.exitCode === 0 && read.exitCode === 0;
}

/** Like {@link docker}, handing on each line of standard error as it comes. */
export async function followDocker(
  machine: Machine,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<Finished> {
  const { file, args: words } = machine.command(args);
  const child = execa(file, words, { reject: false, stdin: "ignore" });
  for await (const line of child.iterable({ from: "stderr" })) onLine(line);
  const { exitCode = 128, stdout, stderr } = await child;
  return { code: exitCode, stdout, stderr };
}
