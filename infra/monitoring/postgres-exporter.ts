import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";

/** Port the exporter listens on inside its container. */
export const postgresExporterPort = 9187;

/** Arguments of {@link PostgresExporter}. */
export interface PostgresExporterArgs extends ServiceArgs {
  databaseHost: string;
  databasePort: number;
  database: pulumi.Input<string>;
  /** Role with the rights of `pg_monitor`. */
  user: pulumi.Input<string>;
  password: pulumi.Input<string>;
  /** Authority, in PEM form, that signed the certificate of a server on another host; that has to be for `databaseHost`. Default: no TLS. */
  tls?: { authority: pulumi.Input<string> };
}

/** PostgreSQL's statistics for Prometheus. */
export class PostgresExporter extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: PostgresExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:PostgresExporter", name, {}, opts);
    const passwordFile = "/run/secrets/database-password";
    const authorityFile = "/etc/ssl/database-authority.crt";
    const { databaseHost: host, databasePort: port, database, tls } = args;
    const mode = tls ? `verify-full&sslrootcert=${authorityFile}` : "disable";
    const container = new Container(
      name,
      {
        ...args,
        user: 65534,
        environment: {
          DATA_SOURCE_URI: pulumi.interpolate`${host}:${port}/${database}?sslmode=${mode}&application_name=tovplay-postgres-exporter`,
          DATA_SOURCE_USER: args.user,
          DATA_SOURCE_PASS_FILE: passwordFile,
        },
        files: { [passwordFile]: args.password, ...(tls ? { [authorityFile]: tls.authority } : {}) },
        health: httpCheck(postgresExporterPort, "/"),
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}
