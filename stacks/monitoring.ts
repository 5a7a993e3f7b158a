import type * as pulumi from "@pulumi/pulumi";
import { Volume } from "../infra/container/volume.ts";
import { type PgBouncer, pgbouncerPort } from "../infra/database/pgbouncer.ts";
import { Alertmanager, alertmanagerName, alertmanagerPort } from "../infra/monitoring/alertmanager.ts";
import { Collector } from "../infra/monitoring/collector.ts";
import { PgBouncerExporter, pgbouncerExporterPort } from "../infra/monitoring/pgbouncer-exporter.ts";
import { Prometheus, prometheusPort, type ScrapeTarget } from "../infra/monitoring/prometheus.ts";
import type { Host } from "./host.ts";
import { logStore } from "./log-store.ts";
import type { Environment } from "./settings/environment.ts";

/** Volumes of what monitoring keeps, by what keeps it. */
export type MonitoringData = Record<
  "alertmanager" | "prometheus" | "logs" | "collector",
  pulumi.Output<string>
>;

/** What watches over a host with the application. */
export interface MonitoringArgs {
  environment: Environment<object>;
  host: Host;
  /** Network on which Prometheus, the log store and what feeds them find one another. */
  network: pulumi.Input<string>;
  /** Networks of what Prometheus asks besides. */
  targetNetworks: pulumi.Input<string>[];
  /** Whom it asks, besides itself and the pooler. */
  targets: ScrapeTarget[];
  /** Addresses of targets on other hosts by their names. */
  addresses?: pulumi.Input<Record<string, string>>;
  pooler: {
    pgbouncer: PgBouncer;
    /** A network of the pooler. */
    network: pulumi.Input<string>;
    /** As whom its statistics are read. */
    login: Record<"user" | "password", pulumi.Input<string>>;
  };
  data: MonitoringData;
  /** Ports of the host's loopback. */
  ports: Record<"prometheus" | "alertmanager" | "logs", number>;
}

/** Volumes of what monitoring keeps: they stay while it does not run. */
export function monitoringData(
  { logStore: store }: Environment<object>,
  { context, at }: Host,
): MonitoringData {
  const volume = (name: string) =>
    new Volume(at(`tovplay-${name}-data`), { context, protect: false }).volumeName;
  return {
    alertmanager: volume("alertmanager"),
    prometheus: volume("prometheus"),
    logs: volume(store.kind),
    collector: volume("collector"),
  };
}

/** Metrics, alerts and logs of a host. Everything answers on its loopback only: other people's hosts are reached through SSH. */
export function monitoring(args: MonitoringArgs): void {
  const { environment, host, network, targetNetworks, pooler, data, ports } = args;
  const { context, at, deliver } = host;
  const service = (name: string, image: string) => ({
    context,
    networks: [network],
    ...deliver(name, image),
  });
  const { images } = environment;
  const exporterImage = service("pgbouncer-exporter", images["pgbouncer-exporter"]);
  const exporter = new PgBouncerExporter(at("tovplay-pgbouncer-exporter"), {
    ...exporterImage,
    ...pooler.login,
    memory: 48,
    networks: [network, pooler.network],
    after: [...exporterImage.after, pooler.pgbouncer],
    poolerHost: pooler.pgbouncer.containerName,
    poolerPort: pgbouncerPort,
  });
  const alertmanager = new Alertmanager(at(alertmanagerName), {
    ...service("alertmanager", images.alertmanager),
    memory: 64,
    data: data.alertmanager,
    ports: [{ inside: alertmanagerPort, outside: ports.alertmanager }],
  });
  new Prometheus(at("tovplay-prometheus"), {
    ...service("prometheus", images.prometheus),
    memory: 256,
    networks: [network, ...targetNetworks],
    data: data.prometheus,
    retentionDays: 15,
    ports: [{ inside: prometheusPort, outside: ports.prometheus }],
    ...(args.addresses && { addresses: args.addresses }),
    alertmanager: `${alertmanager.containerName}:${alertmanagerPort}`,
    targets: [
      { job: "prometheus", address: `localhost:${prometheusPort}` },
      ...args.targets,
      { job: "pgbouncer", address: `${exporter.containerName}:${pgbouncerExporterPort}` },
    ],
  });
  const { kind, image } = environment.logStore;
  const store = logStore(kind, at(`tovplay-${kind}`), {
    ...service(kind, image),
    data: data.logs,
    published: { outside: ports.logs },
  });
  new Collector(at("tovplay-collector"), {
    ...service("collector", images.collector),
    memory: 128,
    data: data.collector,
    logStore: store,
  });
}
