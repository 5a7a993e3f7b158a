import * as pulumi from "@pulumi/pulumi";
import {
  type BackupRepository,
  configurationFile,
  pgBackRestConfiguration,
} from "../infra/backup/pgbackrest.ts";
import { type HostCertificate, hostCertificateFiles } from "../infra/backup/pgbackrest-files.ts";
import type { ServerArchive } from "../infra/database/server/files.ts";
import { backupEnvironments } from "./backup-environments.ts";
import { databaseName } from "./database-name.ts";
import type { DatabaseSettings } from "./settings/database.ts";

/** What a cluster of the database host needs to know of who keeps its backups. */
export interface DatabaseArchive {
  stanza: string;
  /** Port at which pgBackRest answers for the cluster on either host. */
  port: number;
  /** As this host reaches them: it knows no passphrase and no key. */
  repositories: BackupRepository[];
  certificate: HostCertificate;
  /** Address of the backup host by its name. */
  addresses: Record<string, string>;
  client: string;
  server: ServerArchive;
}

/** Where a cluster archives its log to; undefined where no host keeps backups. */
export function databaseArchive(
  { backupHost, tlsCertificate, tlsKey, tlsAuthority }: DatabaseSettings,
  name: keyof typeof backupEnvironments,
): DatabaseArchive | undefined {
  if (!backupHost) return undefined;
  const { stanza, port } = backupEnvironments[name];
  const repositories = Array.from({ length: backupHost.repositories }, (): BackupRepository => {
    return { kind: "host", host: backupHost.name, port };
  });
  const certificate = { authority: tlsAuthority, certificate: tlsCertificate, key: pulumi.secret(tlsKey) };
  const content = pgBackRestConfiguration({
    side: "the server",
    logLevel: "warn",
    servers: [{ stanza, database: databaseName }],
    repositories,
  });
  const files = { [configurationFile]: content, ...hostCertificateFiles(certificate) };
  const addresses = { [backupHost.name]: backupHost.address };
  return {
    stanza,
    port,
    repositories,
    certificate,
    addresses,
    client: backupHost.name,
    server: { stanza, files },
  };
}
