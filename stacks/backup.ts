import * as pulumi from "@pulumi/pulumi";
import { DeploymentRecord } from "../infra/deployment-record.ts";
import { HostPreflight } from "../infra/host-preflight.ts";
import { ImageDelivery } from "../infra/image-delivery.ts";
import { pgBackRestPort } from "../infra/pgbackrest.ts";
import { RemoteHost } from "../infra/remote-host.ts";
import { backupCluster } from "./backup-cluster.ts";
import { type BackupSettings, backupSettings } from "./backup-settings.ts";
import { backupStore } from "./backup-store.ts";
import type { Environment } from "./environment.ts";
import { connectionTo } from "./host-settings.ts";
import { occasionOf, releaseOf } from "./release.ts";
import { stack as define } from "./stack.ts";

/** The backup host: what outlives the database host, for each environment by itself. */
function declare(environment: Environment<BackupSettings>) {
  const { stack, images, settings } = environment;
  const [hostSettings] = settings.hosts;
  if (!hostSettings) throw new Error("tovplay:hosts names no host; name the backup host");
  const connection = connectionTo(hostSettings);
  const openPorts = [{ port: pgBackRestPort, from: settings.clients }];
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
  const image = new ImageDelivery(`${hostSettings.name}/postgres`, {
    context: host.context,
    image: images.postgres,
    delivery: settings.delivery,
    name: "tovplay/postgres",
  });
  const store = backupStore(settings);
  const clusters = (["production", "staging"] as const).map((name) =>
    backupCluster({ name, hostName: hostSettings.name, host }),
  );
  new DeploymentRecord(
    `${hostSettings.name}/record`,
    { context: host.context, release: releaseOf(environment, ["postgres"]) },
    { dependsOn: [image] },
  );
  return {
    hosts: [{ name: hostSettings.name, connection }],
    // Without them nobody can read a backup: to be kept where neither this host nor its stack can be lost with them.
    passphrases: pulumi.secret(Object.fromEntries(clusters.map(({ stanza, ciphers }) => [stanza, ciphers]))),
    ...(store ? { store: { bucket: store.bucket, endpoint: store.endpoint } } : {}),
  };
}

export const backup = define({ settings: backupSettings, declare });
