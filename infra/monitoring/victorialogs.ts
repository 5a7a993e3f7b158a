import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck } from "../container/settings.ts";
import { type LogStore, type LogStoreArgs, placeOf } from "./log-store.ts";
import { logStoreLabel } from "./log-store-kinds.ts";
import { goMemoryLimit } from "./prometheus.ts";

/** Port VictoriaLogs listens on inside its container. */
const victoriaLogsPort = 9428;

const dataFolder = "/victoria-logs-data";

/** Arguments of the program. Memory and inserts are limited so that a backlog fits into 192 MiB. */
export function victoriaLogsCommand(retentionDays: number): string[] {
  return [
    `-storageDataPath=${dataFolder}`,
    `-httpListenAddr=:${victoriaLogsPort}`,
    `-retentionPeriod=${retentionDays}d`,
    // Loki answers for a day more than it keeps.
    `-search.maxQueryTimeRange=${retentionDays + 1}d`,
    "-retention.maxDiskSpaceUsageBytes=4GiB",
    // It has no write-ahead log: what came since the last flush is lost with a crash.
    "-inmemoryDataFlushInterval=1s",
    "-memory.allowedPercent=40",
    "-maxConcurrentInserts=2",
    // Any page in a browser on this machine could read the lines otherwise.
    "-http.disableCORS",
    "-loggerFormat=json",
    "-loggerLevel=WARN",
  ];
}

/** VictoriaLogs in one process, with its log lines on a volume. */
export class VictoriaLogs extends pulumi.ComponentResource implements LogStore {
  readonly kind = "victorialogs";
  readonly otlpEndpoint: string;

  constructor(name: string, args: LogStoreArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("tovplay:infra:VictoriaLogs", name, {}, { ...opts, aliases: [placeOf("loki", name)] });
    const { published, retentionDays, data, ...service } = args;
    const container = new Container(
      name,
      {
        ...service,
        user: 10001,
        labels: { [logStoreLabel]: this.kind },
        command: victoriaLogsCommand(retentionDays),
        environment: { GOMEMLIMIT: goMemoryLimit(args.memory) },
        ports: [{ ...published, inside: victoriaLogsPort }],
        volumes: { [dataFolder]: data },
        health: httpCheck(victoriaLogsPort, "/health"),
        // It writes what it has in memory when it is told to end.
        stopSeconds: 30,
      },
      { parent: this },
    );
    this.otlpEndpoint = `http://${container.containerName}:${victoriaLogsPort}/insert/opentelemetry`;
    this.registerOutputs({ otlpEndpoint: this.otlpEndpoint });
  }
}
