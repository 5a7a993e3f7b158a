import type * as pulumi from "@pulumi/pulumi";
import { backendName, backendPort } from "../../infra/application/backend.ts";
import { backupServicePort } from "../../infra/backup/service.ts";
import type { ServiceContext } from "../../infra/host/service.ts";
import { Alertmanager, alertmanagerPort } from "../../infra/monitoring/alertmanager.ts";
import { Collector } from "../../infra/monitoring/collector.ts";
import { guardianPort } from "../../infra/monitoring/guardian.ts";
import { PgBouncerExporter, pgbouncerExporterPort } from "../../infra/monitoring/pgbouncer-exporter.ts";
import { PostgresExporter, postgresExporterPort } from "../../infra/monitoring/postgres-exporter.ts";
import { Prometheus, prometheusPort } from "../../infra/monitoring/prometheus.ts";
import { logStore } from "../log-store.ts";
import type { Environment } from "../settings/environment.ts";
import type { Images } from "../settings/images.ts";
import type { LocalSettings } from "../settings/local.ts";
import type { LocalDatabase } from "./database.ts";

/** What the monitoring of the local stack is built from. */
export interface LocalMonitoringArgs {
  context: ServiceContext;
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
  /** Volumes of what is kept. */
  data: Record<"alertmanager" | "prometheus" | "logs" | "collector", pulumi.Input<string>>;
}

/** Profile `monitoring`: metrics, alerts and logs. */
export function localMonitoring(args: LocalMonitoringArgs) {
  const { context, environment, network, databaseNetwork, edgeNetwork, database, backend, data } = args;
  const { access, server, pgbouncer } = database;
  const { images } = environment;
  const { ports } = environment.settings;
  const service = (image: keyof Images, memory: number) => ({
    context,
    image: images[image],
    memory,
    networks: [network],
  });
  const exporter = { networks: [network, databaseNetwork], ...access.login("tovplay_monitor") };

  const postgresExporter = new PostgresExporter("tovplay-postgres-exporter", {
    ...service("postgres-exporter", 48),
    ...exporter,
    after: [server, access],
    databaseHost: server.containerName,
    databasePort: 5432,
    database: access.database.name,
  });
  const pgbouncerExporter = new PgBouncerExporter("tovplay-pgbouncer-exporter", {
    ...service("pgbouncer-exporter", 48),
    ...exporter,
    after: [pgbouncer],
    poolerHost: pgbouncer.containerName,
    poolerPort: 6432,
  });
  const alertmanager = new Alertmanager("tovplay-alertmanager", {
    ...service("alertmanager", 64),
    data: data.alertmanager,
    ports: [{ inside: alertmanagerPort, outside: ports.alertmanager }],
  });
  new Prometheus("tovplay-prometheus", {
    ...service("prometheus", 192),
    networks: [network, edgeNetwork],
    data: data.prometheus,
    retentionDays: 15,
    ports: [{ inside: prometheusPort, outside: ports.prometheus }],
    alertmanager: `${alertmanager.containerName}:${alertmanagerPort}`,
    targets: [
      { job: "prometheus", address: `localhost:${prometheusPort}` },
      ...(backend ? [{ job: "backend", address: `${backendName}:${backendPort}` }] : []),
      { job: "postgres", address: `${postgresExporter.containerName}:${postgresExporterPort}` },
      { job: "guardian", address: `tovplay-guardian:${guardianPort}` },
      { job: "backup", address: `tovplay-backup:${backupServicePort}` },
      { job: "pgbouncer", address: `${pgbouncerExporter.containerName}:${pgbouncerExporterPort}` },
    ],
  });
  const { kind, image } = environment.logStore;
  const store = logStore(kind, `tovplay-${kind}`, {
    context,
    image,
    networks: [network],
    data: data.logs,
    published: { outside: ports.logs },
  });
  new Collector("tovplay-collector", {
    ...service("collector", 128),
    data: data.collector,
    logStore: store,
  });
}
