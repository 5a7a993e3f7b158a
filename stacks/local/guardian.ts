import type * as pulumi from "@pulumi/pulumi";
import { AppImage } from "../../infra/container/app-image.ts";
import { Volume } from "../../infra/container/volume.ts";
import type { ServiceContext } from "../../infra/host/service.ts";
import { alertmanagerPort } from "../../infra/monitoring/alertmanager.ts";
import { Guardian } from "../../infra/monitoring/guardian.ts";
import { databaseName } from "../database-name.ts";
import type { Environment } from "../settings/environment.ts";
import type { LocalSettings } from "../settings/local.ts";
import type { LocalDatabase } from "./database.ts";

/** What the guardian of the local stack is built from. */
export interface LocalGuardianArgs {
  context: ServiceContext;
  environment: Environment<LocalSettings>;
  database: LocalDatabase;
  /** The server's network, and the one of the Alertmanager where that runs. */
  networks: pulumi.Input<string>[];
  /** Whether there is an Alertmanager to tell. */
  alerts: boolean;
}

/** Profile `database`: who watches over it. */
export function localGuardian({
  context,
  environment,
  database,
  networks,
  alerts,
}: LocalGuardianArgs): Guardian {
  const { images, checkout, sourceHashes, tablePrivileges, settings } = environment;
  const { server, access, tables, migrations, volumes } = database;
  const image = new AppImage("tovplay-guardian", {
    context,
    app: "guardian",
    checkout,
    sourceHash: sourceHashes.guardian,
    baseImages: [images.node, images.debian],
  });
  return new Guardian("tovplay-guardian", {
    context,
    image: image.imageId,
    memory: 96,
    networks,
    after: [server, tables],
    databaseHost: server.containerName,
    databasePort: 5432,
    ...access.login("tovplay_guardian"),
    systemIdentifier: migrations.report.systemIdentifier,
    access: {
      database: databaseName,
      poolConnections: settings.pooler.serverConnections,
      tablePrivileges,
    },
    log: volumes.log,
    data: new Volume("tovplay-guardian-data", { context, protect: false }).volumeName,
    cluster: "local",
    alertmanagers: alerts ? [`http://tovplay-alertmanager:${alertmanagerPort}`] : [],
  });
}
