import { z } from "zod";
import { localStack, type Target } from "../engine/pulumi.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { stackOutput } from "../engine/stack.ts";
import { deployedHosts, type Host } from "../hosts/connections.ts";
import { hostStack } from "../hosts/stacks.ts";
import { requireDocker } from "../machine/docker.ts";
import { Failure } from "../terminal/exit.ts";

/** Which cluster is meant. */
export interface ClusterChoice {
  /** `local`, or a stack of the database host. */
  stack: string;
  /** One of the database host's clusters; the local stack has one. */
  cluster: string;
}

const clusters = ["production", "staging"] as const;
const databaseStacks = ["database", "lab-database"];

/** What a stack says about a cluster's server, in its output `clusters`. */
export const serverOutput = z.object({
  /** Container of the server. */
  container: z.string(),
  /** Name of the cluster in every backup repository. */
  stanza: z.string(),
  /** The application's database. */
  database: z.string(),
  /** Containers beside the server that log in to it, and the role of each. */
  clients: z.array(z.object({ container: z.string(), role: z.string() })),
});

/** What a stack says about the containers that back a cluster up. */
export const backupOutput = z.object({
  receiver: z.string(),
  service: z.string(),
  /** Replication slot of the receiver. */
  slot: z.string(),
});

type ServerParts = z.infer<typeof serverOutput>;

/** A part of a cluster and its host; undefined for this machine. */
type Placed<Parts> = Parts & { host: Host | undefined };

/** Where the server of a cluster is, as its stack was deployed. @throws {Failure} when there is no such cluster */
export async function placedServer(choice: ClusterChoice): Promise<Placed<ServerParts>> {
  return placed(serverOutput, choice, choice.stack);
}

/** Where a cluster is backed up, as the stack of the backup host was deployed. @throws {Failure} when there is no such cluster */
export function placedBackup(choice: ClusterChoice): Promise<Placed<z.infer<typeof backupOutput>>> {
  return placed(backupOutput, choice, choice.stack.replace("database", "backup"));
}

async function placed<Parts extends object>(
  parts: z.ZodType<Parts>,
  choice: ClusterChoice,
  stack: string,
): Promise<Placed<Parts>> {
  const cluster = nameOf(choice);
  if (stack === localStack) await requireDocker();
  const target = { stack: stack === localStack ? stack : hostStack(stack), env: await quietEnvironment() };
  const [host, { [cluster]: found }] = await Promise.all([
    hostOf(target),
    stackOutput("clusters", z.record(z.string(), parts), target),
  ]);
  if (found) return { ...found, host };
  throw new Failure(
    "unhealthy",
    `the stack ${stack} has no cluster ${cluster}; ./tovrun deploy ${stack} makes it`,
  );
}

async function hostOf(target: Target): Promise<Host | undefined> {
  return target.stack === localStack ? undefined : (await deployedHosts(target))[0];
}

/** Name of the cluster in its stack's output. @throws {Failure} which ones there are */
function nameOf({ stack, cluster }: ClusterChoice): string {
  if (stack === localStack) return localStack;
  if (!databaseStacks.includes(stack))
    throw new Failure(
      "usage",
      `the stack ${stack} has no database; choose from ${[localStack, ...databaseStacks].join(", ")}`,
    );
  const found = clusters.find((known) => known === cluster);
  if (found) return found;
  throw new Failure("usage", `there is no cluster '${cluster}'; choose from ${clusters.join(", ")}`);
}

/** Container that a restore of the cluster works in; its name is its lock. */
export function restoreContainerOf({ stack, cluster }: ClusterChoice): string {
  return stack === localStack || cluster === "production" ? "tovplay-restore" : `tovplay-restore-${cluster}`;
}
