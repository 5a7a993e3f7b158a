import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";

/** Port the exporter listens on inside its container. */
export const pgbouncerExporterPort = 9127;

/** Arguments of {@link PgBouncerExporter}. */
export interface PgBouncerExporterArgs extends ServiceArgs {
  poolerHost: string;
  poolerPort: number;
  /** Role that may read the pooler's statistics. */
  user: pulumi.Input<string>;
  password: pulumi.Input<string>;
}

/** The pooler's statistics for Prometheus. */
export class PgBouncerExporter extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: PgBouncerExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:PgBouncerExporter", name, {}, opts);
    const passwordFile = "/run/secrets/pgpass";
    const { poolerHost: host, poolerPort: port, user } = args;
    const container = new Container(
      name,
      {
        ...args,
        user: 65534,
        command: [
          pulumi.interpolate`--pgBouncer.connectionString=postgres://${user}@${host}:${port}/pgbouncer?sslmode=disable`,
        ],
        environment: { PGPASSFILE: passwordFile },
        files: { [passwordFile]: pulumi.interpolate`${host}:${port}:pgbouncer:${user}:${args.password}\n` },
        health: httpCheck(pgbouncerExporterPort, "/"),
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}
