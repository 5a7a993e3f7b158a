import * as pulumi from "@pulumi/pulumi";
import { DeploymentRecord } from "../infra/host/deployment-record.ts";
import { HostPreflight } from "../infra/host/preflight.ts";
import { appImage } from "./app-image.ts";
import { backupCluster } from "./backup-cluster.ts";
import { backupEnvironments } from "./backup-environments.ts";
import { backupStore } from "./backup-store.ts";
import { databaseStack } from "./database-reference.ts";
import { preparedHost } from "./host.ts";
import { type BackupSettings, backupSettings } from "./settings/backup.ts";
import type { Environment } from "./settings/environment.ts";
import { connectionTo, hostsOutput } from "./settings/host.ts";
import { occasionOf, releaseOf } from "./settings/release.ts";
import { stack as define } from "./settings/stack.ts";

/** The backup host: what outlives the database host, for each environment by itself. */
function declare(environment: Environment<BackupSettings>) {
  const { stack, images, settings } = environment;
  const [hostSettings] = settings.hosts;
  const connection = connectionTo(hostSettings);
  const from = settings.databaseHost.addresses;
  const openPorts = Object.values(backupEnvironments).map(({ port }) => ({ port, from }));
  const preflight = new HostPreflight(hostSettings.name, {
    connection,
    minimum: { memoryMebibytes: 1500, diskMebibytes: 6000 },
    ports: openPorts.map(({ port }) => port),
    occasion: occasionOf(environment, { images: ["postgres"] }),
  });
  const host = preparedHost(hostSettings, {
    stack,
    role: "backup",
    openPorts,
    after: [preflight],
    delivery: settings.delivery,
  });
  const delivered = {
    postgres: host.deliver("postgres", images.postgres),
    // It brings the server that backups are tried on.
    backup: host.deliver("backup", appImage(environment, "backup")),
  };
  const store = backupStore(settings);
  const reference = databaseStack(settings.databaseStack);
  const clusters = (["production", "staging"] as const).map((name) =>
    backupCluster({
      environment,
      name,
      host,
      images: delivered,
      store,
      databaseStack: reference,
    }),
  );
  new DeploymentRecord(
    host.at("record"),
    { context: host.context, release: releaseOf(environment, ["postgres"]) },
    { dependsOn: clusters.flatMap(({ ready }) => ready) },
  );
  const [production, staging] = clusters;
  return {
    hosts: hostsOutput(settings.hosts),
    clusters: { production: production?.exports, staging: staging?.exports },
    // Without them nobody can read a backup: to be kept where neither this host nor its stack can be lost with them.
    passphrases: pulumi.secret(Object.fromEntries(clusters.map(({ stanza, ciphers }) => [stanza, ciphers]))),
    ...(store ? { store: { bucket: store.bucket, endpoint: store.endpoint } } : {}),
  };
}

export const backup = define({ settings: backupSettings, declare });
