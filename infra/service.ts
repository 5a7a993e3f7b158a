import type * as pulumi from "@pulumi/pulumi";

/** What everything on a host is told, whatever it is. */
export interface ServiceContext {
  /** Name of the stack; becomes a label of all that belongs to it. */
  stack: string;
  /** Absolute folder on the host for mounted configuration and secrets. */
  filesDirectory: string;
  /** False takes containers and networks down, and keeps data, roles and passwords as they are. */
  running: boolean;
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
}

/** Properties of a command whose changes do not count: all of them while the stack is down, since nothing is there to act on. */
export function heldBack(context: ServiceContext): string[] {
  return context.running ? [] : ["*"];
}
