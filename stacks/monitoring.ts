import * as pulumi from "@pulumi/pulumi";
import { backendName, backendPort } from "../infra/application/backend.ts";
import { Network } from "../infra/container/network.ts";
import { Volume } from "../infra/container/volume.ts";
import { Alertmanager, alertmanagerPort } from "../infra/monitoring/alertmanager.ts";
import { Collector } from "../infra/monitoring/collector.ts";
import { guardianPort } from "../infra/monitoring/guardian.ts";
import { PgBouncerExporter, pgbouncerExporterPort } from "../infra/monitoring/pgbouncer-exporter.ts";
import { Prometheus, prometheusPort } from "../infra/monitoring/prometheus.ts";
import type { ApplicationHost, ClusterOutputs } from "./application-host.ts";
import { logStore } from "./log-store.ts";
import type { Environment } from "./settings/environment.ts";
import type { Images } from "./settings/images.ts";

/** Images that monitoring runs. */
export const monitoringImages = [
  "prometheus",
  "alertmanager",
  "collector",
  "pgbouncer-exporter",
] as const satisfies (keyof Images)[];

/** Port of the host at which its log store answers. */
const logsPort = 3100;

/** What watches over an application host. Everything answers on its loopback only: it is reached through SSH. */
export function monitoring(
  environment: Environment<object>,
  host: ApplicationHost,
  database: ClusterOutputs,
) {
  const { context, at, deliver, poolNetwork, pgbouncer } = host;
  const network = new Network(at("tovplay-monitoring"), { context }).networkName;
  const volume = (name: string) =>
    new Volume(at(`tovplay-${name}-data`), { context, protect: false }).volumeName;
  const delivered = (name: string, image: string, after: pulumi.Resource[] = []) => {
    const delivery = deliver(name, image);
    return { context, image: delivery.imageId, networks: [network], after: [delivery, ...after] };
  };
  const service = (
    name: (typeof monitoringImages)[number],
    memory: number,
    after: pulumi.Resource[] = [],
  ) => ({ ...delivered(name, environment.images[name], after), memory });
  const exporter = new PgBouncerExporter(at("tovplay-pgbouncer-exporter"), {
    ...service("pgbouncer-exporter", 48, [pgbouncer]),
    networks: [network, poolNetwork],
    ...database.login("tovplay_monitor"),
    poolerHost: pgbouncer.containerName,
    poolerPort: 6432,
  });
  const alertmanager = new Alertmanager(at("tovplay-alertmanager"), {
    ...service("alertmanager", 64),
    data: volume("alertmanager"),
    ports: [{ inside: alertmanagerPort, outside: alertmanagerPort }],
  });
  new Prometheus(at("tovplay-prometheus"), {
    ...service("prometheus", 256),
    networks: [network, poolNetwork],
    data: volume("prometheus"),
    retentionDays: 15,
    ports: [{ inside: prometheusPort, outside: prometheusPort }],
    addresses: database.addresses,
    alertmanager: `${alertmanager.containerName}:${alertmanagerPort}`,
    targets: [
      { job: "prometheus", address: `localhost:${prometheusPort}` },
      { job: "backend", address: `${backendName}:${backendPort}` },
      { job: "guardian", address: pulumi.interpolate`${database.name}:${guardianPort}` },
      { job: "pgbouncer", address: `${exporter.containerName}:${pgbouncerExporterPort}` },
    ],
  });
  const { kind, image } = environment.logStore;
  const store = logStore(kind, at(`tovplay-${kind}`), {
    ...delivered(kind, image),
    data: volume(kind),
    published: { outside: logsPort },
  });
  new Collector(at("tovplay-collector"), {
    ...service("collector", 128),
    data: volume("collector"),
    logStore: store,
  });
}
