import type * as pulumi from "@pulumi/pulumi";
import { backendName, backendPort } from "../../infra/application/backend.ts";
import { backupServicePort } from "../../infra/backup/service.ts";
import { postgresPort } from "../../infra/database/server/settings.ts";
import { guardianPort } from "../../infra/monitoring/guardian.ts";
import { PostgresExporter, postgresExporterPort } from "../../infra/monitoring/postgres-exporter.ts";
import type { Host } from "../host.ts";
import { type MonitoringData, monitoring } from "../monitoring.ts";
import type { Environment } from "../settings/environment.ts";
import type { LocalSettings } from "../settings/local.ts";
import type { LocalDatabase } from "./database.ts";

/** What the monitoring of the local stack is built from. */
export interface LocalMonitoringArgs {
  host: Host;
  environment: Environment<LocalSettings>;
  /** Network on which Prometheus, the log store and what feeds them find one another. */
  network: pulumi.Input<string>;
  /** Network of the server and of those that talk to it directly. */
  databaseNetwork: pulumi.Input<string>;
  database: LocalDatabase;
  /** Network of the backend, whose metrics Prometheus asks for. */
  edgeNetwork: pulumi.Input<string>;
  /** Whether the backend runs. */
  backend: boolean;
  /** Names of the containers of guardian and backup service. */
  guardian: string;
  backup: string;
  data: MonitoringData;
}

/** Profile `monitoring`: metrics, alerts and logs. */
export function localMonitoring(args: LocalMonitoringArgs) {
  const { host, environment, network, databaseNetwork, edgeNetwork, database, backend, data } = args;
  const { access, server, pgbouncer } = database;
  const login = access.login("tovplay_monitor");
  const postgresExporter = new PostgresExporter("tovplay-postgres-exporter", {
    context: host.context,
    image: environment.images["postgres-exporter"],
    memory: 48,
    networks: [network, databaseNetwork],
    ...login,
    after: [server, access],
    databaseHost: server.containerName,
    databasePort: postgresPort,
    database: access.database.name,
  });
  monitoring({
    environment,
    host,
    network,
    targetNetworks: [edgeNetwork],
    targets: [
      ...(backend ? [{ job: "backend", address: `${backendName}:${backendPort}` }] : []),
      { job: "postgres", address: `${postgresExporter.containerName}:${postgresExporterPort}` },
      { job: "guardian", address: `${args.guardian}:${guardianPort}` },
      { job: "backup", address: `${args.backup}:${backupServicePort}` },
    ],
    pooler: { pgbouncer, network: databaseNetwork, login },
    data,
    ports: environment.settings.ports,
  });
  return { postgresExporter: postgresExporter.containerName };
}
