import * as pulumi from "@pulumi/pulumi";
import { Container } from "../../container/container.ts";
import { type HealthCheck, loginCheck, type PublishedPort } from "../../container/settings.ts";
import type { ServiceArgs } from "../../host/service.ts";
import { type ServerFilesArgs, serverFiles } from "./files.ts";
import { hbaFile, sameNetwork } from "./hba.ts";
import { HbaFile } from "./hba-file.ts";
import { postgresPort } from "./settings.ts";

/** Arguments of {@link PostgresServer}. All but `clients` restart the server when they change. */
export interface PostgresServerArgs extends ServiceArgs, ServerFilesArgs {
  /** Volume that holds the cluster, in its folder `live`; restored ones are beside it. */
  data: pulumi.Input<string>;
  /** Volume for the structured log, a file an hour for a day. Default: in memory, 64 MiB, gone with the container. */
  log?: pulumi.Input<string>;
  /** Volume for the local socket, so that another container of the same user can connect. Default: in memory. */
  socket?: pulumi.Input<string>;
  ports: PublishedPort[];
  /** More folders in memory, by path and size in MiB. */
  scratch?: Record<string, number>;
}

/**
 * PostgreSQL 17. Its superuser has no password and is let in by the local socket only; the provisioner comes from the container's
 * own networks, where an SSH forward to the host's loopback ends too; everybody else is listed in `clients`. A cluster that an
 * earlier version left right in the volume is moved to `live`; an empty one never takes the place of one that is missing.
 */
export class PostgresServer extends pulumi.ComponentResource {
  readonly containerName: string;
  /** Known once the server answers. */
  readonly healthy: pulumi.Output<unknown>;

  /** @throws one sentence when an argument cannot be right */
  constructor(name: string, args: PostgresServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:PostgresServer", name, {}, opts);
    const { context, database, clients = sameNetwork } = args;
    const content = hbaFile(database, clients);
    const rules = context.running
      ? [new HbaFile(name, { context, content, owner: user }, { parent: this })]
      : [];
    const container = new Container(
      name,
      {
        ...args,
        user,
        after: [...rules, ...(args.after ?? [])],
        ...serverProcess,
        files: serverFiles(args),
        hostPaths: Object.fromEntries(rules.map(({ folder }) => ["/etc/postgresql/hba", folder])),
        ...serverFolders(args),
        holds: "database",
        sharedMemory: 128,
        health: serverHealth,
        stopSeconds: 60,
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.healthy = container.healthy;
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** Of the system, in the image. */
const user = 999;

/** How the image is run: what the first process is told. */
export const serverProcess = {
  command: [
    "sh",
    "/etc/postgresql/start.sh",
    "postgres",
    "-c",
    "config_file=/etc/postgresql/postgresql.conf",
  ],
  // The image wants a superuser's password or `trust`; the latter only gets into the pg_hba.conf that hba_file replaces.
  environment: {
    PGDATA: "/var/lib/postgresql/data/live",
    POSTGRES_HOST_AUTH_METHOD: "trust",
    POSTGRES_INITDB_ARGS: "--data-checksums --auth-local=peer",
  },
};

/** Where the server writes. */
function serverFolders({ data, log, socket, archive, scratch }: PostgresServerArgs) {
  const volumes = {
    "/var/lib/postgresql/data": data,
    ...(log === undefined ? {} : { "/var/log/postgresql": log }),
    ...(socket === undefined ? {} : { "/var/run/postgresql": socket }),
    ...(archive?.repository === undefined ? {} : { "/var/lib/pgbackrest": archive.repository }),
  };
  const memory = {
    "/tmp": 16,
    ...(log === undefined ? { "/var/log/postgresql": 64 } : {}),
    ...(socket === undefined ? { "/var/run/postgresql": 1 } : {}),
    // What is on its way: a few bytes a segment, whole ones only in a recovery.
    ...(archive ? { "/var/spool/pgbackrest": 64 } : {}),
  };
  return { volumes, scratch: { ...memory, ...scratch } };
}

const asked = "--quiet --host=127.0.0.1 --username=tovplay_provisioner --dbname=postgres";

/**
 * Healthy is a server that takes logins over TCP, which the one that only prepares a new cluster does not, and that is no
 * longer in recovery. Nobody logs in for it, or the log would fill with sessions of the superuser; it only asks as one whom the
 * access rules never refuse.
 */
export const serverHealth = {
  ...loginCheck(postgresPort, "tovplay_provisioner", "postgres"),
  first: ["sh", "-c", `pg_isready ${asked} && pg_controldata | grep -q 'in production$'`],
  startSeconds: 120,
} satisfies HealthCheck;
