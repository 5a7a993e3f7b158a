import { type ClusterChoice, placedBackup, placedServer, restoreContainerOf } from "../database/cluster.ts";
import { hostMachine, type Machine, thisMachine } from "./machine.ts";

/** A cluster that can be backed up and restored: the machines and names of its parts. */
export interface Cluster {
  /** Machine of the server. */
  database: Machine;
  /** Machine of the WAL receiver and the backup service; the same object as `database` if they share a machine. */
  backup: Machine;
  /** Containers. */
  server: string;
  receiver: string;
  service: string;
  /** Name of the restore container, which is also the restore's lock. */
  restoreContainer: string;
  /** pgBackRest's name of the cluster. */
  stanza: string;
  /** The application's database. */
  databaseName: string;
  /** Replication slot of the receiver. */
  slot: string;
}

/** Folder of all clusters in the server's container. */
export const data = "/var/lib/postgresql/data";
/** Data directory of the live cluster. */
export const liveFolder = `${data}/live`;
/** Folder of the received segments in the receiver's container. */
export const receivedFolder = "/var/lib/tovplay/wal";

/** The selected cluster, from the outputs of its stacks. @throws {Failure} when it does not exist */
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
