import * as pulumi from "@pulumi/pulumi";
import { ImageDelivery } from "../infra/container/image-delivery.ts";
import { DeploymentRecord } from "../infra/host/deployment-record.ts";
import { HostPreflight } from "../infra/host/preflight.ts";
import { RemoteHost } from "../infra/host/remote-host.ts";
import { guardianPort } from "../infra/monitoring/guardian.ts";
import { backupEnvironments } from "./backup-environments.ts";
import { databaseCluster } from "./database-cluster.ts";
import { databaseWatch } from "./database-watch.ts";
import { type DatabaseSettings, databaseSettings } from "./settings/database.ts";
import type { Environment } from "./settings/environment.ts";
import { connectionTo, hostsOutput } from "./settings/host.ts";
import { occasionOf, releaseOf } from "./settings/release.ts";
import { stack as define } from "./settings/stack.ts";

/** The database host: a PostgreSQL cluster for each environment, reachable by that environment's hosts alone. */
function declare(environment: Environment<DatabaseSettings>) {
  const { stack, images, settings } = environment;
  const { hosts, clusters, delivery, backupHost } = settings;
  const [hostSettings] = hosts;
  if (!hostSettings) throw new Error("tovplay:hosts names no host; name the database host");
  const connection = connectionTo(hostSettings);

  const backupAddresses = backupHost ? [backupHost.address] : [];
  const openPorts = [
    ...Object.values(clusters).map(({ port, clients }) => ({ port, from: [...clients, ...backupAddresses] })),
    ...Object.values(backupHost ? backupEnvironments : {}).map(({ port }) => ({ port, from: backupAddresses })),
    { port: guardianPort, from: clusters.production.clients },
  ];
  const preflight = new HostPreflight(hostSettings.name, {
    connection,
    minimum: { memoryMebibytes: 1500, diskMebibytes: 3000 },
    ports: openPorts.map(({ port }) => port),
    occasion: occasionOf(environment, { images: ["postgres", "alertmanager"] }),
  });
  const host = new RemoteHost(hostSettings.name, {
    connection,
    stack,
    role: "database",
    openPorts,
    after: [preflight],
  });
  const image = new ImageDelivery(`${hostSettings.name}/postgres`, {
    context: host.context,
    image: images.postgres,
    delivery,
    name: "tovplay/postgres",
  });
  const watch = databaseWatch(environment, hostSettings.name, host);
  const [production, staging] = (["production", "staging"] as const).map((name) =>
    databaseCluster({ environment, name, host, image, watch }),
  );
  new DeploymentRecord(
    `${hostSettings.name}/record`,
    { context: host.context, release: releaseOf(environment, ["postgres", "alertmanager"]) },
    { dependsOn: [production, staging].flatMap((cluster) => cluster?.ready ?? []) },
  );

  return {
    hosts: hostsOutput(hosts),
    clusters: pulumi.secret({ production: production?.exports, staging: staging?.exports }),
    authority: settings.tlsAuthority,
  };
}

export const database = define({ settings: databaseSettings, declare });
