import * as pulumi from "@pulumi/pulumi";
import { Container } from "./container.ts";
import type { PublishedPort } from "./container-settings.ts";
import { type HbaRule, hbaLines, sameNetwork } from "./hba.ts";
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
  /** Certificate for the server's name, and its key (secret), both in PEM form. Changing them restarts the server. Default: no TLS. */
  tls?: { certificate: pulumi.Input<string>; key: pulumi.Input<string> };
  /** Who may log in from where; needs `tls` for another host. Default: every role, from the container's own networks only. */
  clients?: HbaRule[];
}

/**
 * PostgreSQL 17. Its superuser has no password and is let in by the local socket only; the provisioner comes from the container's
 * own networks, where an SSH forward to the host's loopback ends too; everybody else is listed in `clients`.
 */
export class PostgresServer extends pulumi.ComponentResource {
  readonly containerName: string;
  /** Known once the server answers. */
  readonly healthy: pulumi.Output<unknown>;

  constructor(name: string, args: PostgresServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:PostgresServer", name, {}, opts);
    const { data } = args;
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
        files: serverFiles(args),
        volumes: { "/var/lib/postgresql/data": data },
        scratch: { "/var/run/postgresql": 1, "/tmp": 16 },
        sharedMemory: 128,
        health: { command: ["psql", "--no-psqlrc", "--host=/var/run/postgresql", "--command", listensOnTcp] },
        stopSeconds: 60,
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.healthy = container.healthy;
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** What decides about the files of a server. */
type ServerFilesArgs = Pick<PostgresServerArgs, "database" | "maxConnections" | "memory" | "tls" | "clients">;

/**
 * Configuration of the server, and what it proves itself with to other hosts.
 * @throws when clients are let in over TLS without a certificate
 */
export function serverFiles(args: ServerFilesArgs): Record<string, pulumi.Input<string>> {
  const { database, maxConnections, memory, tls, clients = sameNetwork } = args;
  if (!tls && clients.some((client) => client.tls)) {
    throw new Error(`${database} lets clients in over TLS and has no certificate: set tls`);
  }
  const settings = { maxConnections, sharedBuffers: sharedBuffers(memory), tls: tls !== undefined };
  return {
    "/etc/postgresql/postgresql.conf": renderTemplate("postgresql/postgresql.conf", settings),
    "/etc/postgresql/pg_hba.conf": renderTemplate("postgresql/pg_hba.conf", {
      database,
      clients: hbaLines(database, clients),
    }),
    ...(tls ? { "/etc/postgresql/server.crt": tls.certificate, "/etc/postgresql/server.key": tls.key } : {}),
  };
}

/** Fails on the server that only prepares a new cluster: it already answers on the local socket, and ends soon. */
const listensOnTcp = "SELECT 1 / (current_setting('listen_addresses') <> '')::int";

/** A quarter of the server's memory, in MB, as PostgreSQL's manual advises. */
function sharedBuffers(memory: number): number {
  return Math.floor(memory / 4);
}
