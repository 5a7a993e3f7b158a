import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection.ts";

/** A host that is reached over SSH. */
export interface ReachedHost {
  connection: Connection;
  /** The Docker engine there. */
  docker: docker.Provider;
  /** Done when the host is prepared: nothing is put there before. */
  ready: pulumi.Resource[];
}

/** What everything on a host is told, whatever it is. */
export interface ServiceContext {
  /** Name of the stack; becomes a label of all that belongs to it. */
  stack: string;
  /** Absolute folder on the host for mounted configuration and secrets. */
  filesDirectory: string;
  /** False takes containers and networks down, and keeps data, roles and passwords as they are. */
  running: boolean;
  /** What has to be there before any container. Default: nothing. */
  before?: pulumi.Resource[];
  /** Default: the machine that runs the program. */
  host?: ReachedHost | undefined;
}

/** What every service that is a container needs. */
export interface ServiceArgs {
  context: ServiceContext;
  /** Image, pinned: an image ID, or a name with `@sha256:` and a digest. */
  image: pulumi.Input<string>;
  /** Limit of memory in MiB; swap is off. */
  memory: number;
  /** Names of the networks to join. */
  networks: pulumi.Input<string>[];
  /**
   * What has to be healthy before it starts. Its name alone would not do: a name taken from a resource's output would let
   * the replacement of one container replace all that know it.
   */
  after?: pulumi.Resource[];
  /** Addresses of other hosts by the names that their certificates have: no name server is asked for them. */
  addresses?: pulumi.Input<Record<string, string>>;
}

/** Properties of a command whose changes do not count: all of them while the stack is down, since nothing is there to act on. */
export function heldBack(context: ServiceContext): string[] {
  return context.running ? [] : ["*"];
}

/**
 * What a thing is called on its host: the part of a resource's name after the last slash. Where a stack has several
 * hosts, `HOST/tovplay-backend` keeps the resources apart while each host has its `tovplay-backend`.
 */
export function nameOnHost(name: string): string {
  return name.split("/").at(-1) ?? name;
}

/** A name for another thing on the same host: `HOST/other` beside `HOST/tovplay-backend`. */
export function beside(name: string, other: string): string {
  return `${name.slice(0, name.length - nameOnHost(name).length)}${other}`;
}

/** What has to be there before something runs on a host, with what that itself needs. */
export function neededBefore(
  { host, before = [] }: ServiceContext,
  after: pulumi.Resource[] = [],
): pulumi.Resource[] {
  return [...(host?.ready ?? []), ...before, ...after];
}

/** Options of a resource that the host's Docker engine makes. */
export function dockerOptions(
  context: ServiceContext,
  parent: pulumi.Resource,
  after: pulumi.Resource[] = [],
): pulumi.CustomResourceOptions {
  const dependsOn = neededBefore(context, after);
  return context.host ? { parent, dependsOn, provider: context.host.docker } : { parent, dependsOn };
}
