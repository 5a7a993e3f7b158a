import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import type { PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { renderTemplate } from "../host/template.ts";
import { goMemoryLimit } from "./prometheus.ts";

/** Port Loki listens on inside its container. */
export const lokiPort = 3100;

/** Arguments of {@link Loki}. */
export interface LokiArgs extends ServiceArgs {
  /** Volume that holds the log lines. */
  data: pulumi.Input<string>;
  /** Days that log lines are kept. */
  retentionDays: number;
  ports: PublishedPort[];
}

/** Loki in one process, with its log lines on a volume. */
export class Loki extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: LokiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Loki", name, {}, opts);
    const container = new Container(
      name,
      {
        ...args,
        user: 10001,
        command: ["-config.file=/etc/loki/local-config.yaml"],
        environment: { GOMEMLIMIT: goMemoryLimit(args.memory) },
        files: {
          "/etc/loki/local-config.yaml": renderTemplate("loki/loki.yml", {
            retentionHours: args.retentionDays * 24,
          }),
        },
        volumes: { "/loki": args.data },
        scratch: { "/tmp": 16 },
        health: { command: ["/usr/bin/loki", "-health"], startSeconds: 60 },
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}
