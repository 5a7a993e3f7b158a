import { type ClusterChoice, placedBackup, placedServer, restoreContainerOf } from "../database/cluster.ts";
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
  readonly restoreContainer: string;
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

/** The cluster that was asked for, as its stacks were deployed. @throws {Failure} when there is no such cluster */
export async function chosenCluster(choice: ClusterChoice): Promise<Cluster> {
  const [server, backup] = await Promise.all([placedServer(choice), placedBackup(choice)]);
  const database = server.host ? hostMachine(server.host) : thisMachine;
  return {
    database,
    backup: backup.host ? hostMachine(backup.host) : database,
    server: server.container,
    receiver: backup.receiver,
    service: backup.service,
    restoreContainer: restoreContainerOf(choice),
    stanza: server.stanza,
    databaseName: server.database,
    slot: backup.slot,
  };
}
