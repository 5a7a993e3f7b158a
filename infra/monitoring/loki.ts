import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { renderTemplate } from "../host/template.ts";
import { type LogStore, type LogStoreArgs, placeOf } from "./log-store.ts";
import { logStoreLabel } from "./log-store-kinds.ts";
import { goMemoryLimit } from "./prometheus.ts";

/** Port Loki listens on inside its container. */
const lokiPort = 3100;

/** Loki in one process, with its log lines on a volume. */
export class Loki extends pulumi.ComponentResource implements LogStore {
  readonly kind = "loki";
  readonly otlpEndpoint: string;

  constructor(name: string, args: LogStoreArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("tovplay:infra:Loki", name, {}, { ...opts, aliases: [placeOf("victorialogs", name)] });
    const { published, retentionDays, data, ...service } = args;
    const container = new Container(
      name,
      {
        ...service,
        user: 10001,
        labels: { [logStoreLabel]: this.kind },
        command: ["-config.file=/etc/loki/local-config.yaml"],
        environment: { GOMEMLIMIT: goMemoryLimit(args.memory) },
        ports: [{ ...published, inside: lokiPort }],
        files: {
          "/etc/loki/local-config.yaml": renderTemplate("loki/loki.yml", {
            retentionHours: retentionDays * 24,
          }),
        },
        volumes: { "/loki": data },
        scratch: { "/tmp": 16 },
        health: { look: ["/usr/bin/loki", "-health"], startSeconds: 60, withoutShell: true },
      },
      { parent: this },
    );
    this.otlpEndpoint = `http://${container.containerName}:${lokiPort}/otlp`;
    this.registerOutputs({ otlpEndpoint: this.otlpEndpoint });
  }
}
