import * as pulumi from "@pulumi/pulumi";
import { BackupBucket } from "../infra/backup-bucket.ts";
import { DeploymentRecord } from "../infra/deployment-record.ts";
import { HostPreflight } from "../infra/host-preflight.ts";
import { ImageDelivery } from "../infra/image-delivery.ts";
import { RemoteHost } from "../infra/remote-host.ts";
import { databaseCluster } from "./database-cluster.ts";
import { type DatabaseSettings, databaseSettings } from "./database-settings.ts";
import type { Environment } from "./environment.ts";
import { connectionTo, hostsOutput } from "./host-settings.ts";
import { occasionOf, releaseOf } from "./release.ts";
import { stack as define } from "./stack.ts";

/** The database host: a PostgreSQL cluster for each environment, reachable by that environment's hosts alone. */
function declare(environment: Environment<DatabaseSettings>) {
  const { stack, images, settings } = environment;
  const { hosts, clusters, delivery, backups } = settings;
  const [hostSettings] = hosts;
  if (!hostSettings) throw new Error("tovplay:hosts names no host; name the database host");
  const connection = connectionTo(hostSettings);

  const openPorts = Object.values(clusters).map(({ port, clients }) => ({ port, from: clients }));
  const preflight = new HostPreflight(hostSettings.name, {
    connection,
    minimum: { memoryMebibytes: 1500, diskMebibytes: 3000 },
    ports: openPorts.map(({ port }) => port),
    occasion: occasionOf(environment, { images: ["postgres"] }),
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
  const [production, staging] = (["production", "staging"] as const).map((name) =>
    databaseCluster({ environment, name, host, image }),
  );
  const bucket = backups
    ? new BackupBucket("tovplay-backups", {
        bucket: backups.bucket,
        region: backups.region,
        retentionDays: backups.lockedDays,
      })
    : undefined;
  new DeploymentRecord(
    `${hostSettings.name}/record`,
    { context: host.context, release: releaseOf(environment, ["postgres"]) },
    { dependsOn: [production, staging].flatMap((cluster) => cluster?.ready ?? []) },
  );

  return {
    hosts: hostsOutput(hosts),
    clusters: pulumi.secret({ production: production?.exports, staging: staging?.exports }),
    authority: settings.tlsAuthority,
    ...(bucket ? { backups: { bucket: bucket.bucketName, endpoint: bucket.endpoint } } : {}),
  };
}

export const database = define({ settings: databaseSettings, declare });
