import * as pulumi from "@pulumi/pulumi";
import { DatabaseAccess } from "../infra/database-access.ts";
import { databaseCredentials, databaseVerifiers } from "../infra/database-credentials.ts";
import { applicationHost } from "../infra/hba.ts";
import type { ImageDelivery } from "../infra/image-delivery.ts";
import { Network } from "../infra/network.ts";
import { PostgresServer } from "../infra/postgres-server.ts";
import { Provisioner } from "../infra/provisioner.ts";
import type { RemoteHost } from "../infra/remote-host.ts";
import { Volume } from "../infra/volume.ts";
import { databaseName } from "./database-name.ts";
import type { DatabaseSettings } from "./database-settings.ts";
import type { Environment } from "./environment.ts";
import { connectionTo } from "./host-settings.ts";

/** What one environment's cluster is built from. */
export interface DatabaseClusterArgs {
  environment: Environment<DatabaseSettings>;
  name: "production" | "staging";
  host: RemoteHost;
  image: ImageDelivery;
}

/** The PostgreSQL cluster of one environment, with its database and roles. */
export function databaseCluster({ environment, name, host, image }: DatabaseClusterArgs) {
  const { settings } = environment;
  const [hostSettings] = settings.hosts;
  if (!hostSettings) throw new Error("tovplay:hosts names no host; name the database host");
  const { port, forwardPort, memory, serverConnections, clients } = settings.clusters[name];
  const { context } = host;
  const at = (thing: string) => `${hostSettings.name}/${thing}${name === "production" ? "" : `-${name}`}`;

  /** Resources of the same kind in both clusters, with no name on the host. */
  const own = (thing: string) => `${hostSettings.name}/${name}/${thing}`;

  const network = new Network(at("tovplay-database"), { context });
  const data = new Volume(at("tovplay-postgres-data"), { context, protect: true });
  const server = new PostgresServer(at("tovplay-postgres"), {
    context,
    image: image.imageId,
    after: [image],
    memory,
    networks: [network.networkName],
    // The firewall lets in the environment's own hosts, and pg_hba.conf again by role.
    ports: [{ inside: 5432, outside: port, address: "0.0.0.0", public: true }],
    database: databaseName,
    maxConnections: serverConnections + 35,
    data: data.volumeName,
    tls: { certificate: settings.tlsCertificate, key: pulumi.secret(settings.tlsKey) },
    clients: [
      { role: "tovplay_monitor", address: "samenet", tls: false },
      ...clients.flatMap(applicationHost),
    ],
  });
  const connection = connectionTo(hostSettings);
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
    data: data.resource,
    protectData: true,
  });
  const exports: Record<string, pulumi.Input<unknown>> = {
    connection,
    address: hostSettings.address,
    name: settings.name,
    port,
    container: server.containerName,
    provisioner: provisioner.password,
    logins: databaseCredentials(access, () => ({ host: settings.name, port })),
    verifiers: databaseVerifiers(access),
  };
  return { ready: [access], exports };
}
