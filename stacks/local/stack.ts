import { walReceiver } from "../../infra/backup/wal-receiver.ts";
import { Network } from "../../infra/container/network.ts";
import { databaseCredentials } from "../../infra/database/credentials.ts";
import { HealthFiles } from "../../infra/host/health-files.ts";
import { alertmanagerName, alertmanagerPort } from "../../infra/monitoring/alertmanager.ts";
import { appImage } from "../app-image.ts";
import { databaseName } from "../database-name.ts";
import { clusterGuardian } from "../guardian.ts";
import { thisMachine } from "../host.ts";
import { monitoringData } from "../monitoring.ts";
import type { Environment } from "../settings/environment.ts";
import { type LocalSettings, localSettings } from "../settings/local.ts";
import { stack as define } from "../settings/stack.ts";
import { localApplication } from "./application.ts";
import { stanza } from "./archive.ts";
import { localBackups } from "./backups.ts";
import { localDatabase } from "./database.ts";
import { localMonitoring } from "./monitoring.ts";

/**
 * Everything on one machine, from the functions that declare the hosts. With no profile chosen only what outlives a container is
 * declared: data, roles, passwords. What differs from a host, and why:
 * - nginx is a container without TLS, since the machine has no nginx of its own and no certificate (`local/application.ts`);
 * - one cluster, one machine: server, pooler and services share Docker networks in place of TLS, and one repository is a volume
 *   beside the data, since there is no second host (`local/database.ts`, `local/archive.ts`, `local/backups.ts`);
 * - PostgreSQL has an exporter of its own here, since Prometheus shares its network (`local/monitoring.ts`);
 * - data is not protected from deletion: `./tovrun down --purge` deletes it.
 */
function declare(environment: Environment<LocalSettings>) {
  const { stack, filesDirectory, profiles } = environment;
  const { ports, publicUrl, pooler } = environment.settings;
  const running = profiles.size > 0;
  const before = running ? [new HealthFiles("tovplay-health", { filesDirectory })] : [];
  const context = { stack, filesDirectory, running, before };
  const host = thisMachine(context);
  const network = (name: string) => new Network(`tovplay-${name}`, { context }).networkName;
  const [databaseNetwork, poolNetwork, edgeNetwork] = [network("database"), network("pool"), network("edge")];

  const backendImage = appImage(environment, "backend");
  const database = localDatabase({
    host,
    environment,
    backendImage,
    network: databaseNetwork,
    poolNetwork,
  });
  const monitoringNetwork = profiles.has("monitoring") ? network("monitoring") : undefined;
  const metricsNetworks = monitoringNetwork ? [monitoringNetwork] : [];
  const backups = localBackups({
    context,
    environment,
    database,
    databaseNetwork,
    networks: monitoringNetwork ? metricsNetworks : [databaseNetwork],
  });
  const guardian = clusterGuardian({
    environment,
    host,
    image: host.deliver("guardian", appImage(environment, "guardian")),
    server: database.server,
    access: database.access,
    poolConnections: pooler.serverConnections,
    networks: [databaseNetwork, ...metricsNetworks],
    after: [database.server, database.schema.ready],
    systemIdentifier: database.schema.migrations.report.systemIdentifier,
    log: database.volumes.log,
    cluster: "local",
    alertmanagers: monitoringNetwork ? [`http://${alertmanagerName}:${alertmanagerPort}`] : [],
  });
  if (profiles.has("core"))
    localApplication({ context, environment, backendImage, poolNetwork, edgeNetwork, database });
  const data = monitoringData(environment, host);
  const monitoring =
    monitoringNetwork &&
    localMonitoring({
      host,
      environment,
      network: monitoringNetwork,
      databaseNetwork,
      edgeNetwork,
      database,
      backend: profiles.has("core"),
      guardian: guardian.containerName,
      backup: backups.service.containerName,
      data,
    });

  return {
    url: publicUrl,
    accountKeys: database.access.accountKeys,
    credentials: databaseCredentials(database.access, (role) => ({
      host: "127.0.0.1",
      port: role === "tovplay_app" ? ports.pgbouncer : ports.postgres,
    })),
    demo: { identifier: "demo", password: database.schema.demo.value },
    oneShot: database.schema.migrations.run,
    clusters: {
      local: {
        container: database.server.containerName,
        stanza,
        database: databaseName,
        receiver: backups.receiver.containerName,
        service: backups.service.containerName,
        slot: walReceiver,
        clients: [
          { container: database.pgbouncer.containerName, role: "tovplay_app" },
          { container: guardian.containerName, role: "tovplay_guardian" },
          { container: backups.receiver.containerName, role: "tovplay_backup" },
          { container: backups.service.containerName, role: "tovplay_backup" },
          ...(monitoring ? [{ container: monitoring.postgresExporter, role: "tovplay_monitor" }] : []),
        ],
      },
    },
    ...(monitoringNetwork ? { logStore: environment.logStore.kind } : {}),
  };
}

export const local = define({ settings: localSettings, declare });
