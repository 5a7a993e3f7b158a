import { z } from "zod";
import type { ExportedState } from "../engine/stack.ts";
import { type Host, onHost } from "./connections.ts";

/** A container on a host that no stack knows. */
export interface UnknownContainer {
  host: string;
  name: string;
}

const container = "docker:index/container:Container";
const releaseType = "tovplay-host:index:Release";

const release = z.object({ inputs: z.object({ environment: z.object({ SERVICE: z.string() }) }) });

/** Names and IDs of the containers that a state accounts for: its own, and both slots of its releases. */
export function knownContainers(state: ExportedState): ReadonlySet<string> {
  const resources = state.deployment.resources ?? [];
  return new Set(
    resources.flatMap((resource) => {
      if (resource.type === container) return resource.id ? [resource.id] : [];
      if (resource.type !== releaseType) return [];
      const parsed = release.safeParse(resource);
      if (!parsed.success) return [];
      const service = parsed.data.inputs.environment.SERVICE;
      return [`${service}-blue`, `${service}-green`];
    }),
  );
}

/** The containers of a list (`ID TAB NAME` a line) that are not accounted for. */
export function unknownAmong(list: string, known: ReadonlySet<string>): string[] {
  return list
    .split("\n")
    .map((line) => line.split("\t"))
    .flatMap(([id = "", name = ""]) => (id === "" || known.has(id) || known.has(name) ? [] : [name]));
}

/** Looks through the hosts for containers that no stack knows: a refresh sees only what was declared. */
export async function sweep(
  hosts: readonly Host[],
  state: ExportedState,
  env: NodeJS.ProcessEnv,
): Promise<UnknownContainer[]> {
  const known = knownContainers(state);
  const command = "docker ps --all --no-trunc --format '{{.ID}}\t{{.Names}}'";
  const found = await Promise.all(
    hosts.map(async (host) => {
      const names = unknownAmong(await onHost(host, command, env), known);
      return names.map((name) => ({ host: host.name, name }));
    }),
  );
  return found.flat();
}
