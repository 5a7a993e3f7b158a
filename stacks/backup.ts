import * as pulumi from "@pulumi/pulumi";
import { AppImage } from "../infra/container/app-image.ts";
import { ImageDelivery } from "../infra/container/image-delivery.ts";
import { DeploymentRecord } from "../infra/host/deployment-record.ts";
import { HostPreflight } from "../infra/host/preflight.ts";
import { RemoteHost } from "../infra/host/remote-host.ts";
import { backupCluster } from "./backup-cluster.ts";
import { backupEnvironments } from "./backup-environments.ts";
import { backupStore } from "./backup-store.ts";
import { databaseStack } from "./database-reference.ts";
import { type BackupSettings, backupSettings } from "./settings/backup.ts";
import type { Environment } from "./settings/environment.ts";
import { connectionTo } from "./settings/host.ts";
import { occasionOf, releaseOf } from "./settings/release.ts";
import { stack as define } from "./settings/stack.ts";

/** The backup host: what outlives the database host, for each environment by itself. */
function declare(environment: Environment<BackupSettings>) {
  const { stack, images, settings } = environment;
  const [hostSettings] = settings.hosts;
  if (!hostSettings) throw new Error("tovplay:hosts names no host; name the backup host");
  const connection = connectionTo(hostSettings);
  const from = settings.databaseHost.addresses;
  const openPorts = Object.values(backupEnvironments).map(({ port }) => ({ port, from }));
  const preflight = new HostPreflight(hostSettings.name, {
    connection,
    minimum: { memoryMebibytes: 1500, diskMebibytes: 6000 },
    ports: openPorts.map(({ port }) => port),
    occasion: occasionOf(environment, { images: ["postgres"] }),
  });
  const host = new RemoteHost(hostSettings.name, {
    connection,
    stack,
    role: "backup",
    openPorts,
    after: [preflight],
  });
  const deliver = (name: "postgres" | "backup", image: pulumi.Input<string>) =>
    new ImageDelivery(`${hostSettings.name}/${name}`, {
      context: host.context,
      image,
      delivery: settings.delivery,
      name: `tovplay/${name}`,
    });
  const delivered = {
    postgres: deliver("postgres", images.postgres),
    backup: deliver("backup", backupImage(environment)),
  };
  const store = backupStore(settings);
  const reference = databaseStack(settings.databaseStack);
  const clusters = (["production", "staging"] as const).map((name) =>
    backupCluster({
      environment,
      name,
      hostName: hostSettings.name,
      host,
      images: delivered,
      store,
      databaseStack: reference,
    }),
  );
  new DeploymentRecord(
    `${hostSettings.name}/record`,
    { context: host.context, release: releaseOf(environment, ["postgres"]) },
    { dependsOn: clusters.flatMap(({ ready }) => ready) },
  );
  return {
    hosts: [{ name: hostSettings.name, connection }],
    // Without them nobody can read a backup: to be kept where neither this host nor its stack can be lost with them.
    passphrases: pulumi.secret(Object.fromEntries(clusters.map(({ stanza, ciphers }) => [stanza, ciphers]))),
    ...(store ? { store: { bucket: store.bucket, endpoint: store.endpoint } } : {}),
  };
}

/** Image of the backup service, built here when its sources changed: it brings the server that backups are tried on. */
function backupImage(environment: Environment<BackupSettings>): pulumi.Output<string> {
  const { stack, checkout, filesDirectory, images, sourceHashes } = environment;
  return new AppImage("tovplay-backup", {
    context: { stack, filesDirectory, running: true },
    app: "backup",
    checkout,
    sourceHash: sourceHashes.backup,
    baseImages: [images.node, images.postgres],
  }).imageId;
}

export const backup = define({ settings: backupSettings, declare });
