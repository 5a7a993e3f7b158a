import * as pulumi from "@pulumi/pulumi";
import { serviceSettings } from "../../app/backup/src/settings.ts";
import { Container } from "../container/container.ts";
import { programEnvironment } from "../container/environment.ts";
import { httpCheck, type PublishedPort } from "../container/settings.ts";
import { postgresPort } from "../database/server/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import {
  type BackedUpServer,
  type BackupRepository,
  configurationFile,
  pgBackRestConfiguration,
} from "./pgbackrest.ts";
import {
  type HostCertificate,
  hostCertificateFiles,
  pgBackRestUser,
  storeFiles,
} from "./pgbackrest-files.ts";

/** Port of the service's `/metrics` and `/health`. */
export const backupServicePort = 9189;

/** Where the service finds the server's volumes, or the server. */
export type BackedUpPlace =
  /** On this machine: volumes of the server's data, which is read only, and of its local socket. */
  | { kind: "volumes"; data: pulumi.Input<string>; socket: pulumi.Input<string> }
  /** On another host, which a TLS server of pgBackRest answers for; the service itself comes as `tovplay_backup` over TLS. */
  | {
      kind: "host";
      host: string;
      pgBackRestPort: number;
      databasePort: number;
      password: pulumi.Input<string>;
      /** Authority that signed the server's certificate, in PEM form. */
      authority: pulumi.Input<string>;
    };

/** Arguments of {@link BackupService}. */
export interface BackupServiceArgs extends ServiceArgs {
  /** Name of the cluster's backups in every repository. */
  stanza: string;
  /** Database in which "BackupLog" is, case-sensitive. */
  database: string;
  place: BackedUpPlace;
  /** Cluster that it has to find; any other one is not backed up. */
  systemIdentifier: pulumi.Input<string>;
  /** The repositories as this host reaches them, numbered as everywhere; those in an object store expire by the bucket's lifecycle. */
  repositories: BackupRepository[] | pulumi.Output<BackupRepository[]>;
  /** Kind of each repository in the same order, which must be known before their secrets are. */
  kinds: BackupRepository["kind"][];
  /** Volume of the repository that is a folder. */
  repository?: pulumi.Input<string>;
  /** Volume for what the service remembers of its own runs. */
  state: pulumi.Input<string>;
  /** Volume in which backups are restored to be verified: as large as the cluster. */
  restore: pulumi.Input<string>;
  /** Volume of the WAL receiver on the same host; the service removes what is old and archived. Default: none. */
  receivedWal?: pulumi.Input<string>;
  /** What this host proves its name with. Needed with another host. */
  certificate?: HostCertificate;
  /** Authority of an object store of one's own, in PEM form. */
  storeAuthority?: pulumi.Input<string>;
  ports: PublishedPort[];
}

/** Configuration by which the service restores on its own machine, whatever host the server is on. */
const restoreConfiguration = "/etc/pgbackrest/restore.conf";

/** Makes the backups, proves each by a restore, lets old ones go, and writes down what it did. */
export class BackupService extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: BackupServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:BackupService", name, {}, opts);
    const container = new Container(
      name,
      {
        ...args,
        user: pgBackRestUser,
        environment: serviceEnvironment(args),
        files: serviceFiles(args),
        volumes: serviceVolumes(args),
        readVolumes: serverVolumes(args),
        scratch: { "/tmp": 32, "/var/spool/pgbackrest": 64 },
        sharedMemory: 64,
        // The first check of the repositories waits for a segment of the log.
        health: { ...httpCheck(backupServicePort, "/health"), startSeconds: 120 },
        stopSeconds: 60,
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}

const passwordFile = "/run/secrets/database-password";
const authorityFile = "/etc/tovplay/database-authority.crt";

function serviceEnvironment(args: BackupServiceArgs): Record<string, pulumi.Input<string>> {
  const { place, kinds } = args;
  const kept = kinds.flatMap((kind, index) => (kind === "s3" ? [index + 1] : []));
  return programEnvironment("the backup service", serviceSettings, {
    PORT: String(backupServicePort),
    HOST: "0.0.0.0",
    STANZA: args.stanza,
    REPOSITORIES: String(kinds.length),
    ...(kept.length > 0 ? { KEPT_REPOSITORIES: kept.join(",") } : {}),
    RESTORE_CONFIGURATION: restoreConfiguration,
    DATABASE_NAME: args.database,
    DATABASE_USER: "tovplay_backup",
    DATABASE_SYSTEM_IDENTIFIER: args.systemIdentifier,
    ...(args.receivedWal === undefined ? {} : { RECEIVED_WAL_FOLDER: "/var/lib/tovplay/wal" }),
    ...(place.kind === "volumes"
      ? { DATABASE_HOST: "/var/run/postgresql", DATABASE_PORT: String(postgresPort) }
      : {
          DATABASE_HOST: place.host,
          DATABASE_PORT: String(place.databasePort),
          DATABASE_PASSWORD_FILE: passwordFile,
          DATABASE_TLS_CA_FILE: authorityFile,
        }),
  });
}

function serviceFiles(args: BackupServiceArgs): Record<string, pulumi.Input<string>> {
  const { stanza, database, place, certificate, storeAuthority } = args;
  if (place.kind === "host" && !certificate)
    throw new Error(`${stanza} is backed up from ${place.host} but has no certificate: set certificate`);
  const here: BackedUpServer = { stanza, database };
  const there =
    place.kind === "host" ? { ...here, host: { name: place.host, port: place.pgBackRestPort } } : here;
  const configuration = (side: string, server: BackedUpServer) =>
    pulumi.secret(
      pulumi
        .output(args.repositories)
        .apply((repositories) =>
          pgBackRestConfiguration({ side, logLevel: "info", servers: [server], repositories }),
        ),
    );
  return {
    [configurationFile]: configuration("the backup service", there),
    [restoreConfiguration]: configuration("a verification, which restores on its own machine", here),
    ...hostCertificateFiles(certificate),
    ...storeFiles(storeAuthority),
    ...(place.kind === "host" ? { [passwordFile]: place.password, [authorityFile]: place.authority } : {}),
  };
}

function serviceVolumes(args: BackupServiceArgs): Record<string, pulumi.Input<string>> {
  return {
    "/var/lib/tovplay/backup": args.state,
    "/var/lib/tovplay/restore": args.restore,
    ...(args.repository === undefined ? {} : { "/var/lib/pgbackrest": args.repository }),
    ...(args.receivedWal === undefined ? {} : { "/var/lib/tovplay/wal": args.receivedWal }),
  };
}

/** A socket is connected to, which a volume for reading does not forbid. */
function serverVolumes({ place }: BackupServiceArgs): Record<string, pulumi.Input<string>> {
  if (place.kind === "host") return {};
  return { "/var/lib/postgresql/data": place.data, "/var/run/postgresql": place.socket };
}
