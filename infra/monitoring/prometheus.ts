import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck, type PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { readTemplate, renderTemplate } from "../host/template.ts";

/** Port Prometheus listens on inside its container. */
export const prometheusPort = 9090;

/** Something that Prometheus asks for metrics. */
export interface ScrapeTarget {
  job: string;
  /** Host and port. */
  address: pulumi.Input<string>;
}

/** Arguments of {@link Prometheus}. */
export interface PrometheusArgs extends ServiceArgs {
  targets: ScrapeTarget[];
  /** Host and port of Alertmanager. */
  alertmanager: string;
  /** Volume that holds the time series. */
  data: pulumi.Input<string>;
  /** Days that time series are kept. */
  retentionDays: number;
  ports: PublishedPort[];
}

/** Prometheus with the alert rules of `templates/prometheus/rules.yml`. */
export class Prometheus extends pulumi.ComponentResource {
  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Prometheus", name, {}, opts);
    const settings = pulumi.output({ targets: args.targets, alertmanager: args.alertmanager });
    new Container(
      name,
      {
        ...args,
        user: 65534,
        command: [
          "--config.file=/etc/prometheus/prometheus.yml",
          "--storage.tsdb.path=/prometheus",
          `--storage.tsdb.retention.time=${args.retentionDays}d`,
        ],
        environment: { GOMEMLIMIT: goMemoryLimit(args.memory) },
        files: {
          "/etc/prometheus/prometheus.yml": settings.apply((known) =>
            renderTemplate("prometheus/prometheus.yml", known),
          ),
          "/etc/prometheus/rules.yml": readTemplate("prometheus/rules.yml"),
        },
        volumes: { "/prometheus": args.data },
        health: httpCheck(prometheusPort, "/-/ready"),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** Makes a Go program collect garbage before it meets its container's limit, given in MiB. */
export function goMemoryLimit(memory: number): string {
  return `${Math.floor(memory * 0.8)}MiB`;
}
