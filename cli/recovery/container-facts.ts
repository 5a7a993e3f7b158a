import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import { docker, type Machine } from "./machine.ts";

const inspected = z.object({
  Image: z.string(),
  Config: z.object({ Cmd: z.array(z.string()).nullish(), Env: z.array(z.string()).nullish() }),
  HostConfig: z.object({
    Memory: z.number(),
    ShmSize: z.number(),
    ExtraHosts: z.array(z.string()).nullish(),
  }),
  State: z.object({ Status: z.string() }),
  Mounts: z.array(z.object({ Name: z.string().optional(), Source: z.string(), Destination: z.string() })),
  NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }),
});

/** What a restore needs to know about a container. */
export interface ContainerFacts {
  /** ID of its image. */
  image: string;
  /** The server and its arguments, without the entrypoint. */
  command: readonly string[];
  /** Limit in bytes; 0 for none. */
  memory: number;
  sharedMemory: number;
  networks: readonly string[];
  /** Extra hosts, `NAME:ADDRESS`. */
  addresses: readonly string[];
  /** Volume or host folder by mount path. */
  mounts: ReadonlyMap<string, string>;
  /** Docker's status: running, exited, restarting, created … */
  status: string;
}

function serverOf(command: readonly string[]): string[] {
  const at = command.indexOf("postgres");
  return at < 0 ? ["postgres"] : command.slice(at);
}

/** Inspects a container; undefined when it does not exist. @throws {Failure} when Docker does not answer */
export async function containerFacts(machine: Machine, name: string): Promise<ContainerFacts | undefined> {
  const { code, stdout, stderr } = await docker(machine, ["inspect", "--type", "container", name]);
  if (code !== 0) {
    if (/no such/i.test(stderr)) return undefined;
    const said = stderr.trim().split("\n").at(-1) ?? "";
    throw new Failure(
      "missing",
      `Docker on ${machine.name} does not answer (${said}); check that it is running`,
    );
  }
  const [one] = z.array(inspected).parse(JSON.parse(stdout));
  return one ? factsOf(one) : undefined;
}

function factsOf(one: z.infer<typeof inspected>): ContainerFacts {
  const { Image, Config, HostConfig, State, Mounts, NetworkSettings } = one;
  return {
    image: Image,
    command: serverOf(Config.Cmd ?? []),
    memory: HostConfig.Memory,
    sharedMemory: HostConfig.ShmSize,
    networks: Object.keys(NetworkSettings.Networks ?? {}),
    addresses: HostConfig.ExtraHosts ?? [],
    mounts: new Map(Mounts.map(({ Name, Source, Destination }) => [Destination, Name ?? Source])),
    status: State.Status,
  };
}

/** Inspects a container that has to exist. @param fix how to create it @throws {Failure} when there is none */
export async function requireContainer(machine: Machine, name: string, fix: string): Promise<ContainerFacts> {
  const facts = await containerFacts(machine, name);
  if (facts) return facts;
  throw new Failure("unhealthy", `there is no container ${name} on ${machine.name}; ${fix}`);
}
