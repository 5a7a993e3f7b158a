import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import type { PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import {
  type BackedUpServer,
  type BackupRepository,
  configurationFile,
  pgBackRestConfiguration,
  pgBackRestPort,
} from "./pgbackrest.ts";
import {
  type HostCertificate,
  hostCertificateFiles,
  pgBackRestUser,
  storeFiles,
} from "./pgbackrest-files.ts";

/** Arguments of {@link PgBackRestServer}. */
export interface PgBackRestServerArgs extends ServiceArgs {
  /** The clusters that it answers for, as {@link PgBackRestArgs.servers} has them: without a host. */
  servers: BackedUpServer[];
  /** The repositories as this host reaches them, numbered as everywhere. */
  repositories: pulumi.Input<BackupRepository[]>;
  /** Stanzas for which another host may act here, by the name in its certificate. */
  clients: Record<string, string[]>;
  /** What this host proves its name with. */
  certificate: HostCertificate;
  /** Authority of an object store of one's own, in PEM form. */
  storeAuthority?: pulumi.Input<string>;
  /** Volumes of the server beside it: its data, which it reads only, and its local socket. Default: none, beside a repository. */
  cluster?: { data: pulumi.Input<string>; socket: pulumi.Input<string> };
  /** Volume of the repository. Default: none, beside a server. */
  repository?: pulumi.Input<string>;
  ports: PublishedPort[];
}

/**
 * pgBackRest's TLS server: beside a database server it hands out the cluster's files to the host that keeps backups, and beside
 * a repository it takes the write-ahead log. Both sides prove their names by certificates of one authority.
 */
export class PgBackRestServer extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: PgBackRestServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:PgBackRestServer", name, {}, opts);
    const container = new Container(
      name,
      {
        ...args,
        user: pgBackRestUser,
        command: ["pgbackrest", "server"],
        files: serverFiles(args),
        ...(args.repository === undefined ? {} : { volumes: { "/var/lib/pgbackrest": args.repository } }),
        ...clusterVolumes(args),
        scratch: { "/tmp": 16, "/var/spool/pgbackrest": 64 },
        health: { look: ["pgbackrest", `--tls-server-port=${pgBackRestPort}`, "server-ping"] },
        stopSeconds: 30,
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** A socket is connected to, which a volume for reading does not forbid. */
function clusterVolumes({ cluster }: PgBackRestServerArgs) {
  if (!cluster) return {};
  return { readVolumes: { "/var/lib/postgresql/data": cluster.data, "/var/run/postgresql": cluster.socket } };
}

function serverFiles(args: PgBackRestServerArgs): Record<string, pulumi.Input<string>> {
  const { servers, clients, certificate, storeAuthority } = args;
  const content = pulumi.output(args.repositories).apply((repositories) =>
    pgBackRestConfiguration({
      side: "a TLS server",
      logLevel: "warn",
      servers,
      repositories,
      tlsServer: { port: pgBackRestPort, clients },
    }),
  );
  return {
    [configurationFile]: pulumi.secret(content),
    ...hostCertificateFiles(certificate),
    ...storeFiles(storeAuthority),
  };
}
