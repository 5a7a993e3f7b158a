import type * as pulumi from "@pulumi/pulumi";
import { BackupService } from "../../infra/backup/service.ts";
import { WalReceiver } from "../../infra/backup/wal-receiver.ts";
import { Volume } from "../../infra/container/volume.ts";
import { postgresPort } from "../../infra/database/server/settings.ts";
import type { ServiceContext } from "../../infra/host/service.ts";
import { appImage } from "../app-image.ts";
import { databaseName } from "../database-name.ts";
import type { Environment } from "../settings/environment.ts";
import type { LocalSettings } from "../settings/local.ts";
import { stanza } from "./archive.ts";
import type { LocalDatabase } from "./database.ts";

/** Profile `database`: what keeps the log as it is written, and what makes backups and proves them. */
export function localBackups(args: {
  context: ServiceContext;
  environment: Environment<LocalSettings>;
  database: LocalDatabase;
  /** Network of the server and of those that talk to it directly. */
  databaseNetwork: pulumi.Input<string>;
  /** Networks on which the service's metrics are asked for. */
  networks: pulumi.Input<string>[];
}) {
  const { context, environment, database, databaseNetwork, networks } = args;
  const { images } = environment;
  const { server, access, schema, volumes, archive } = database;
  const volume = (name: string) => new Volume(`tovplay-${name}`, { context, protect: false }).volumeName;
  const receivedWal = volume("wal-receiver-data");
  const receiver = new WalReceiver("tovplay-wal-receiver", {
    context,
    image: images.postgres,
    memory: 48,
    networks: [databaseNetwork],
    after: [server, access],
    databaseHost: server.containerName,
    databasePort: postgresPort,
    password: access.login("tovplay_backup").password,
    data: receivedWal,
  });
  const service = new BackupService("tovplay-backup", {
    context,
    image: appImage(environment, "backup"),
    memory: 320,
    networks,
    after: [receiver, schema.protection],
    stanza,
    database: databaseName,
    place: { kind: "volumes", data: volumes.data, socket: volumes.socket },
    systemIdentifier: schema.migrations.report.systemIdentifier,
    repositories: archive.repositories,
    kinds: ["folder"],
    repository: archive.repository,
    state: volume("backup-state"),
    restore: volume("backup-restore"),
    receivedWal,
    ports: [],
  });
  return { receiver, service };
}
