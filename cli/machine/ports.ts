import { createServer } from "node:net";
import { localStack } from "../engine/pulumi.ts";
import { capture } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import { describeProcess, listListeners } from "./listeners.ts";

/** A port of the stack that another program uses. */
export interface TakenPort {
  service: string;
  port: number;
  holder: string;
}

/** A container as `docker ps` tells of it. */
export interface PublishedContainer {
  name: string;
  ours: boolean;
  ports: readonly number[];
}

/** Ports of the host in Docker's text, for example `127.0.0.1:8080->80/tcp, [::]:9000-9001->9000-9001/tcp`. */
export function publishedPorts(text: string): number[] {
  return [...text.matchAll(/:(\d+)(?:-(\d+))?->/g)].flatMap(([, first, last]) => {
    const from = Number(first);
    const to = Number(last ?? first);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

/** The running containers and the ports they publish; empty when Docker does not answer. */
async function publishedContainers(): Promise<PublishedContainer[]> {
  const format = '{{.Names}}\t{{.Label "org.tovplay.stack"}}\t{{.Ports}}';
  const { code, stdout } = await capture("docker", ["ps", "--format", format]);
  if (code !== 0) return [];
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", stack = "", ports = ""] = line.split("\t");
      return { name, ours: stack === localStack, ports: publishedPorts(ports) };
    });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function holderOf(
  port: number,
  containers: readonly PublishedContainer[],
): Promise<string | undefined> {
  const container = containers.find((candidate) => candidate.ports.includes(port));
  if (container) return container.ours ? undefined : `container ${container.name}`;
  if (await canListen(port)) return undefined;
  const listener = listListeners().find((candidate) => candidate.port === port);
  return (listener && describeProcess(listener.inode)) ?? "another program";
}

/** The ports that something other than our own containers holds. */
export async function takenPorts(ports: Readonly<Record<string, number>>): Promise<TakenPort[]> {
  const containers = await publishedContainers();
  const checked = await Promise.all(
    Object.entries(ports).map(async ([service, port]) => ({
      service,
      port,
      holder: await holderOf(port, containers),
    })),
  );
  return checked.flatMap(({ service, port, holder }) => (holder ? [{ service, port, holder }] : []));
}

/** One sentence about the taken ports, with the fix. */
export function describeTaken(taken: readonly TakenPort[]): string {
  const list = taken
    .map(({ service, port, holder }) => `port ${port} (${service}) is in use by ${holder}`)
    .join(", ");
  const [first] = taken;
  const example = first
    ? `tovplay:ports: {${first.service}: ${first.port < 55_000 ? first.port + 10_000 : first.port - 10_000}}`
    : "tovplay:ports";
  return `${list}; stop it, or choose another port in Pulumi.local.yaml (${example})`;
}

/** @throws {Failure} when a port of the stack is taken */
export async function requireFreePorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const taken = await takenPorts(ports);
  if (taken.length > 0) throw new Failure("missing", describeTaken(taken));
}
