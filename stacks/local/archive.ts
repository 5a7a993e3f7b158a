import * as pulumi from "@pulumi/pulumi";
import {
  type BackupRepository,
  configurationFile,
  pgBackRestConfiguration,
} from "../../infra/backup/pgbackrest.ts";
import { Volume } from "../../infra/container/volume.ts";
import { Password } from "../../infra/database/password.ts";
import type { ServerArchive } from "../../infra/database/server/files.ts";
import type { ServiceContext } from "../../infra/host/service.ts";
import { databaseName } from "../database-name.ts";

/** Name of the cluster's backups. */
export const stanza = "tovplay";

/** Where the local stack keeps its backups: a volume beside the server's, encrypted as everywhere. */
export interface LocalArchive {
  /** What the server has to know of it. */
  server: ServerArchive;
  repository: pulumi.Output<string>;
  repositories: pulumi.Output<BackupRepository[]>;
}

/** The repository of the local stack, before the server that archives into it. */
export function localArchive(context: ServiceContext): LocalArchive {
  const cipher = new Password("tovplay-repository").value;
  const repositories = cipher.apply((value): BackupRepository[] => [{ kind: "folder", cipher: value }]);
  const repository = new Volume("tovplay-backup-repository", { context, protect: false }).volumeName;
  const configuration = repositories.apply((known) =>
    pgBackRestConfiguration({
      side: "the server",
      logLevel: "warn",
      servers: [{ stanza, database: databaseName }],
      repositories: known,
    }),
  );
  const files = { [configurationFile]: pulumi.secret(configuration) };
  return { server: { stanza, files, repository }, repository, repositories };
}
