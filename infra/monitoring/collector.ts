import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { renderTemplate } from "../host/template.ts";
import type { LogStore } from "./log-store.ts";
import { goMemoryLimit } from "./prometheus.ts";

/** Port on which the collector tells its health. */
const healthPort = 13133;

/** Arguments of {@link Collector}. */
export interface CollectorArgs extends ServiceArgs {
  /** Takes the lines. */
  logStore: LogStore;
  /** Volume that holds how far each log was read, and what is not delivered yet. */
  data: pulumi.Input<string>;
}

/** Ships the log of every container of the host to the log store, and none twice or never: see `templates/collector`. */
export class Collector extends pulumi.ComponentResource {
  constructor(name: string, args: CollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Collector", name, {}, opts);
    const { kind: store, otlpEndpoint: endpoint } = args.logStore;
    const settings = { store, endpoint, healthPort };
    new Container(
      name,
      {
        ...args,
        after: [args.logStore, ...(args.after ?? [])],
        // Docker's log files belong to root and are closed to everybody else: it is root, without any capability.
        user: 0,
        labels: { "org.tovplay.exception.root-user": "reads the log files of the engine; until 2027-12-31" },
        command: ["--config=/etc/otelcol-contrib/config.yaml"],
        environment: { GOMEMLIMIT: goMemoryLimit(args.memory) },
        files: {
          "/etc/otelcol-contrib/config.yaml": renderTemplate("collector/config.yaml", settings),
        },
        hostPaths: { "/var/lib/docker/containers": "/var/lib/docker/containers" },
        volumes: { "/var/lib/otelcol": args.data },
        scratch: { "/tmp": 16 },
        health: httpCheck(healthPort, "/"),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
