import { deployedHosts } from "../hosts/connections.ts";
import { hostStack } from "../hosts/stacks.ts";
import { Failure } from "../terminal/exit.ts";
import { hostMachine, type Machine, thisMachine } from "./machine.ts";

/** A cluster that can be backed up and restored: the machines and names of its parts. */
export interface Cluster {
  /** Machine of the server. */
  readonly database: Machine;
  /** Machine of the WAL receiver and the backup service; the same object as `database` if they share a machine. */
  readonly backup: Machine;
  /** Containers. */
  readonly server: string;
  readonly receiver: string;
  readonly service: string;
  /** Name of the restore container, which is also the restore's lock. */
  readonly restoreContainer: string;
  /** pgBackRest's name of the cluster. */
  readonly stanza: string;
  /** The application's database. */
  readonly databaseName: string;
  /** Replication slot of the receiver. */
  readonly slot: string;
}

/** Folder of all clusters in the server's container. */
export const DATA = "/var/lib/postgresql/data";
/** Data directory of the live cluster. */
export const LIVE = `${DATA}/live`;
/** Folder of the received segments in the receiver's container. */
export const RECEIVED = "/var/lib/tovplay/wal";

/** Options that select a cluster. */
export interface ClusterChoice {
  /** `local`, or a stack of the database host. */
  readonly stack: string;
  /** One of the database host's clusters: production or staging. */
  readonly cluster: string;
}

const DATABASE_STACKS = ["database", "lab-database"];

/** A cluster with the usual container names plus `suffix`. */
function clusterOn(database: Machine, backup: Machine, suffix = ""): Cluster {
  return {
    database,
    backup,
    server: `tovplay-postgres${suffix}`,
    receiver: `tovplay-wal-receiver${suffix}`,
    service: `tovplay-backup${suffix}`,
    restoreContainer: `tovplay-restore${suffix}`,
    stanza: `tovplay${suffix}`,
    databaseName: "TovPlay",
    slot: "tovplay_wal_receiver",
  };
}

/** The selected cluster. @param env environment of the engine @throws {Failure} when it does not exist */
export async function chosenCluster(choice: ClusterChoice, env: NodeJS.ProcessEnv): Promise<Cluster> {
  const { stack, cluster } = choice;
  if (stack === "local") return clusterOn(thisMachine, thisMachine);
  if (!DATABASE_STACKS.includes(stack))
    throw new Failure(
      "usage",
      `the stack '${stack}' has no database; choose from local, ${DATABASE_STACKS.join(", ")}`,
    );
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
  throw new Failure("unhealthy", `the stack ${stack} has no host; create it with './tovrun deploy ${stack}'`);
}
