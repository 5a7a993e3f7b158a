import * as pulumi from "@pulumi/pulumi";
import { pgBackRestPort } from "../infra/backup/pgbackrest.ts";
import { PgBackRestServer } from "../infra/backup/pgbackrest-server.ts";
import { walReceiver } from "../infra/backup/wal-receiver.ts";
import { Network } from "../infra/container/network.ts";
import { Volume } from "../infra/container/volume.ts";
import { DatabaseAccess } from "../infra/database/access.ts";
import { databaseCredentials, databaseVerifiers } from "../infra/database/credentials.ts";
import { Provisioner } from "../infra/database/provisioner.ts";
import { applicationHost, backupHost, besideServer } from "../infra/database/server/hba.ts";
import { PostgresServer } from "../infra/database/server/postgres-server.ts";
import { postgresPort } from "../infra/database/server/settings.ts";
import { systemIdentifier } from "../infra/database/server/system-identifier.ts";
import type { ServiceContext } from "../infra/host/service.ts";
import { alertmanagerPort } from "../infra/monitoring/alertmanager.ts";
import { guardianPort } from "../infra/monitoring/guardian.ts";
import { backupEnvironments } from "./backup-environments.ts";
import { type DatabaseArchive, databaseArchive } from "./database-archive.ts";
import { databaseName } from "./database-name.ts";
import type { DatabaseWatch } from "./database-watch.ts";
import { clusterGuardian } from "./guardian.ts";
import type { Host, HostImage } from "./host.ts";
import type { DatabaseSettings } from "./settings/database.ts";
import type { Environment } from "./settings/environment.ts";
import { connectionTo } from "./settings/host.ts";

/** What one environment's cluster is built from. */
export interface DatabaseClusterArgs {
  environment: Environment<DatabaseSettings>;
  name: "production" | "staging";
  host: Host;
  image: HostImage;
  watch: DatabaseWatch;
}

/** The PostgreSQL cluster of one environment, with its database and roles, its archive and its guardian. */
export function databaseCluster(args: DatabaseClusterArgs) {
  const { environment, name, host, image, watch } = args;
  const { settings } = environment;
  const [hostSettings] = settings.hosts;
  const { port, forwardPort, serverConnections } = settings.clusters[name];
  const { context } = host;
  const connection = connectionTo(hostSettings);
  const at = (thing: string) => host.at(name === "production" ? thing : `${thing}-${name}`);

  /** Resources of the same kind in both clusters, with no name on the host. */
  const own = (thing: string) => host.at(`${name}/${thing}`);

  const archive = databaseArchive(settings, name);
  const place = clusterPlace(at, context);
  const server = clusterServer(args, at, place, archive);
  const provisioner = new Provisioner(own("tovplay-provisioner"), {
    context,
    server,
    localPort: forwardPort,
    remotePort: port,
  });
  const access = new DatabaseAccess(own("tovplay"), {
    database: databaseName,
    provisioner,
    poolConnections: serverConnections,
    data: place.data.resource,
    protectData: true,
  });
  if (archive) archiveServer({ image, context, at, place, archive, server });
  const identifier = systemIdentifier(
    own("system-identifier"),
    { connection, container: server.containerName },
    { dependsOn: server },
  );
  const { network, log } = place;
  const guardian = clusterGuardian({
    environment,
    host: { context, at },
    image: watch.image,
    server,
    access,
    poolConnections: serverConnections,
    networks: [network, watch.network],
    after: [watch.alertmanager, server, access],
    systemIdentifier: identifier,
    log,
    cluster: name,
    alertmanagers: [`http://${watch.alertmanager.containerName}:${alertmanagerPort}`],
    // The one of production also tells the production host's Prometheus how it is.
    ports:
      name === "production"
        ? [{ inside: guardianPort, outside: guardianPort, address: "0.0.0.0", public: true }]
        : [],
  });
  const exports: Record<string, pulumi.Input<unknown>> = {
    connection,
    address: hostSettings.address,
    name: settings.name,
    port,
    container: server.containerName,
    stanza: backupEnvironments[name].stanza,
    database: databaseName,
    clients: [{ container: guardian.containerName, role: "tovplay_guardian" }],
    systemIdentifier: identifier,
    provisioner: provisioner.password,
    logins: databaseCredentials(access, () => ({ host: settings.name, port })),
    verifiers: databaseVerifiers(access),
    accountKeys: access.accountKeys,
  };
  return { ready: [access], exports };
}

/** Name of a thing of one cluster on its host. */
type Named = (thing: string) => string;

/** What the containers of one cluster share. */
type ClusterPlace = ReturnType<typeof clusterPlace>;

function clusterPlace(at: Named, context: ServiceContext) {
  const volume = (thing: string) => new Volume(at(thing), { context, protect: false }).volumeName;
  return {
    network: new Network(at("tovplay-database"), { context }).networkName,
    data: new Volume(at("tovplay-postgres-data"), { context, protect: true }),
    log: volume("tovplay-postgres-log"),
    socket: volume("tovplay-postgres-socket"),
  };
}

function clusterServer(
  { environment: { settings }, name, host, image }: DatabaseClusterArgs,
  at: Named,
  { network, data, log, socket }: ClusterPlace,
  archive: DatabaseArchive | undefined,
): PostgresServer {
  const { port, memory, serverConnections, clients, synchronous } = settings.clusters[name];
  return new PostgresServer(at("tovplay-postgres"), {
    context: host.context,
    ...image,
    memory,
    networks: [network],
    // The firewall lets in the environment's own hosts, and pg_hba.conf again by role.
    ports: [{ inside: postgresPort, outside: port, address: "0.0.0.0", public: true }],
    database: databaseName,
    maxConnections: serverConnections + 67,
    data: data.volumeName,
    log,
    socket,
    ...(archive ? { archive: archive.server, addresses: archive.addresses } : {}),
    ...(synchronous ? { synchronousStandby: walReceiver } : {}),
    tls: { certificate: settings.tlsCertificate, key: pulumi.secret(settings.tlsKey) },
    clients: [
      besideServer("tovplay_monitor"),
      besideServer("tovplay_guardian"),
      ...clients.flatMap(applicationHost),
      ...(settings.backupHost ? backupHost(settings.backupHost.address) : []),
    ],
  });
}

/** Answers the backup host, which copies the cluster's files through it. */
function archiveServer({
  image,
  context,
  at,
  place,
  archive,
  server,
}: {
  image: HostImage;
  context: ServiceContext;
  at: Named;
  place: ClusterPlace;
  archive: DatabaseArchive;
  server: PostgresServer;
}) {
  new PgBackRestServer(at("tovplay-pgbackrest"), {
    context,
    image: image.image,
    after: [...image.after, server],
    memory: 128,
    networks: [place.network],
    addresses: archive.addresses,
    servers: [{ stanza: archive.stanza, database: databaseName }],
    repositories: archive.repositories,
    clients: { [archive.client]: [archive.stanza] },
    certificate: archive.certificate,
    cluster: { data: place.data.volumeName, socket: place.socket },
    ports: [{ inside: pgBackRestPort, outside: archive.port, address: "0.0.0.0", public: true }],
  });
}
