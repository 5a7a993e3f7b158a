import * as pulumi from "@pulumi/pulumi";
import { backendName, backendPort } from "../infra/application/backend.ts";
import { Network } from "../infra/container/network.ts";
import { Volume } from "../infra/container/volume.ts";
import { Alertmanager, alertmanagerPort } from "../infra/monitoring/alertmanager.ts";
import { Collector } from "../infra/monitoring/collector.ts";
import { guardianPort } from "../infra/monitoring/guardian.ts";
import { Loki, lokiPort } from "../infra/monitoring/loki.ts";
import { PgBouncerExporter, pgbouncerExporterPort } from "../infra/monitoring/pgbouncer-exporter.ts";
import { Prometheus, prometheusPort } from "../infra/monitoring/prometheus.ts";
import type { ApplicationHost, ClusterOutputs } from "./application-host.ts";
import type { Environment } from "./settings/environment.ts";
import type { Images } from "./settings/images.ts";

/** Images that monitoring runs. */
export const monitoringImages = [
  "prometheus",
  "alertmanager",
  "loki",
  "collector",
  "pgbouncer-exporter",
] as const satisfies (keyof Images)[];

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
  const service = (
    name: (typeof monitoringImages)[number],
    memory: number,
    after: pulumi.Resource[] = [],
  ) => {
    const image = deliver(name, environment.images[name]);
    return { context, image: image.imageId, memory, networks: [network], after: [image, ...after] };
  };
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
  const loki = new Loki(at("tovplay-loki"), {
    ...service("loki", 320),
    data: volume("loki"),
    retentionDays: 30,
    ports: [{ inside: lokiPort, outside: lokiPort }],
  });
  new Collector(at("tovplay-collector"), {
    ...service("collector", 128, [loki]),
    data: volume("collector"),
    lokiHost: loki.containerName,
    lokiPort,
  });
}
