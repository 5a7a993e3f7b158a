import { deployedHosts } from "../hosts/connections.ts";
import { hostStack } from "../hosts/stacks.ts";
import { Failure } from "../terminal/exit.ts";
import { hostMachine, type Machine, thisMachine } from "./machine.ts";

/** A cluster that can be backed up and restored: where its parts are, and what they are called. */
export interface Cluster {
  /** Machine of the server. */
  readonly database: Machine;
  /** Machine of the WAL receiver and the backup service; the same object as `database` where it is the same machine. */
  readonly backup: Machine;
  /** Containers. */
  readonly server: string;
  readonly receiver: string;
  readonly service: string;
  /** Container that a restore works in; its name is its lock. */
  readonly bench: string;
  /** Name of the cluster in every repository. */
  readonly stanza: string;
  /** The application's database. */
  readonly databaseName: string;
  /** Replication slot of the receiver. */
  readonly slot: string;
}

/** Where the server's container sees its clusters: the live one is a folder of it, and so is each other one. */
export const DATA = "/var/lib/postgresql/data";
/** The cluster that the server runs on. */
export const LIVE = `${DATA}/live`;
/** Where the receiver's container sees what it received. */
export const RECEIVED = "/var/lib/tovplay/wal";

/** Which cluster is meant. */
export interface ClusterChoice {
  /** `local`, or a stack of the database host. */
  readonly stack: string;
  /** One of the database host's clusters: production or staging. */
  readonly cluster: string;
}

const DATABASE_STACKS = ["database", "lab-database"];

/** A cluster whose containers are called as everywhere, with `suffix` behind. */
function clusterOn(database: Machine, backup: Machine, suffix = ""): Cluster {
  return {
    database,
    backup,
    server: `tovplay-postgres${suffix}`,
    receiver: `tovplay-wal-receiver${suffix}`,
    service: `tovplay-backup${suffix}`,
    bench: `tovplay-restore${suffix}`,
    stanza: `tovplay${suffix}`,
    databaseName: "TovPlay",
    slot: "tovplay_wal_receiver",
  };
}

/** The cluster that was asked for. @param env environment of the engine @throws {Failure} when there is none such */
export async function chosenCluster(choice: ClusterChoice, env: NodeJS.ProcessEnv): Promise<Cluster> {
  const { stack, cluster } = choice;
  if (stack === "local") return clusterOn(thisMachine, thisMachine);
  if (!DATABASE_STACKS.includes(stack))
    throw new Failure("usage", `${stack} has no database; choose from local, ${DATABASE_STACKS.join(", ")}`);
  if (cluster !== "production" && cluster !== "staging")
    throw new Failure("usage", `there is no cluster '${cluster}'; choose from production, staging`);
  const [database, backup] = await Promise.all([
    hostOf(stack, env),
    hostOf(stack.replace("database", "backup"), env),
  ]);
  return clusterOn(database, backup, cluster === "production" ? "" : `-${cluster}`);
}

async function hostOf(stack: string, env: NodeJS.ProcessEnv): Promise<Machine> {
  const [host] = await deployedHosts({ ...env, PULUMI_STACK: hostStack(stack) });
  if (host) return hostMachine(host);
  throw new Failure("unhealthy", `the stack ${stack} has no host; ./tovrun deploy ${stack} makes it one`);
}
