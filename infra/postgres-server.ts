import * as pulumi from "@pulumi/pulumi";
import { Container } from "./container.ts";
import type { PublishedPort } from "./container-settings.ts";
import type { ServiceArgs } from "./service.ts";
import { renderTemplate } from "./template.ts";

/** Arguments of {@link PostgresServer}. */
export interface PostgresServerArgs extends ServiceArgs {
  /** Name of the application's database, case-sensitive. */
  database: string;
  /** Server connections, the superuser's included. Changing it restarts the server. */
  maxConnections: number;
  /** Volume that holds the cluster. */
  data: pulumi.Input<string>;
  ports: PublishedPort[];
}

/**
 * PostgreSQL 17. Its superuser has no password and is let in by the local socket only; everybody else is listed in
 * `templates/postgresql/pg_hba.conf`.
 */
export class PostgresServer extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: PostgresServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:PostgresServer", name, {}, opts);
    const { database, maxConnections, data, memory } = args;
    const container = new Container(
      name,
      {
        ...args,
        user: 999,
        command: ["postgres", "-c", "config_file=/etc/postgresql/postgresql.conf"],
        // The image wants a superuser's password or `trust`; the latter only gets into the pg_hba.conf that hba_file replaces.
        environment: {
          POSTGRES_HOST_AUTH_METHOD: "trust",
          POSTGRES_INITDB_ARGS: "--data-checksums --auth-local=peer",
        },
        files: {
          "/etc/postgresql/postgresql.conf": renderTemplate("postgresql/postgresql.conf", {
            maxConnections,
            sharedBuffers: sharedBuffers(memory),
          }),
          "/etc/postgresql/pg_hba.conf": renderTemplate("postgresql/pg_hba.conf", { database }),
        },
        volumes: { "/var/lib/postgresql/data": data },
        scratch: { "/var/run/postgresql": 1, "/tmp": 16 },
        sharedMemory: 128,
        health: { command: ["psql", "--no-psqlrc", "--host=/var/run/postgresql", "--command", listensOnTcp] },
        stopSeconds: 60,
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** Fails on the server that only prepares a new cluster: it already answers on the local socket, and ends soon. */
const listensOnTcp = "SELECT 1 / (current_setting('listen_addresses') <> '')::int";

/** A quarter of the server's memory, in MB, as PostgreSQL's manual advises. */
function sharedBuffers(memory: number): number {
  return Math.floor(memory / 4);
}
