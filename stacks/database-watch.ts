import type * as pulumi from "@pulumi/pulumi";
import { AppImage } from "../infra/container/app-image.ts";
import { ImageDelivery } from "../infra/container/image-delivery.ts";
import { Network } from "../infra/container/network.ts";
import { Volume } from "../infra/container/volume.ts";
import type { DatabaseAccess } from "../infra/database/access.ts";
import type { PostgresServer } from "../infra/database/server/postgres-server.ts";
import type { RemoteHost } from "../infra/host/remote-host.ts";
import { Alertmanager, alertmanagerPort } from "../infra/monitoring/alertmanager.ts";
import { Guardian, guardianPort } from "../infra/monitoring/guardian.ts";
import { databaseName } from "./database-name.ts";
import type { DatabaseSettings } from "./settings/database.ts";
import type { Environment } from "./settings/environment.ts";

/** Where the guardians of the database host live: their image, and their own way to alert. */
export interface DatabaseWatch {
  image: ImageDelivery;
  network: pulumi.Output<string>;
  alertmanager: Alertmanager;
}

/** An Alertmanager beside the guardians, so that their alarm needs no other host. */
export function databaseWatch(
  environment: Environment<DatabaseSettings>,
  hostName: string,
  host: RemoteHost,
): DatabaseWatch {
  const { images, checkout, sourceHashes, settings } = environment;
  const { context } = host;
  const deliver = (name: string, image: pulumi.Input<string>) =>
    new ImageDelivery(`${hostName}/${name}`, {
      context,
      image,
      delivery: settings.delivery,
      name: `tovplay/${name}`,
    });
  const { imageId } = new AppImage("tovplay-guardian", {
    // Built on the machine that deploys.
    context: { ...context, host: undefined },
    app: "guardian",
    checkout,
    sourceHash: sourceHashes.guardian,
    baseImages: [images.node, images.debian],
  });
  const network = new Network(`${hostName}/tovplay-alerts`, { context }).networkName;
  const alertmanagerImage = deliver("alertmanager", images.alertmanager);
  const alertmanager = new Alertmanager(`${hostName}/tovplay-alertmanager`, {
    context,
    image: alertmanagerImage.imageId,
    after: [alertmanagerImage],
    memory: 64,
    networks: [network],
    data: new Volume(`${hostName}/tovplay-alertmanager-data`, { context, protect: false }).volumeName,
    ports: [{ inside: alertmanagerPort, outside: alertmanagerPort }],
  });
  return { image: deliver("guardian", imageId), network, alertmanager };
}

/** What one cluster's guardian watches. */
export interface DatabaseGuardianArgs {
  environment: Environment<DatabaseSettings>;
  name: "production" | "staging";
  host: RemoteHost;
  watch: DatabaseWatch;
  server: PostgresServer;
  access: DatabaseAccess;
  network: pulumi.Output<string>;
  log: pulumi.Output<string>;
  systemIdentifier: pulumi.Output<string>;
  /** Name of a thing of this cluster on its host. */
  at: (thing: string) => string;
}

/** Watches one cluster; the one of production also tells the production host's Prometheus how it is. */
export function databaseGuardian(args: DatabaseGuardianArgs): Guardian {
  const { environment, name, host, watch, server, access, network, log, at } = args;
  const { context } = host;
  const { settings, tablePrivileges } = environment;
  return new Guardian(at("tovplay-guardian"), {
    context,
    image: watch.image.imageId,
    memory: 96,
    networks: [network, watch.network],
    after: [watch.image, watch.alertmanager, server, access],
    databaseHost: server.containerName,
    databasePort: 5432,
    ...access.login("tovplay_guardian"),
    systemIdentifier: args.systemIdentifier,
    access: {
      database: databaseName,
      poolConnections: settings.clusters[name].serverConnections,
      tablePrivileges,
    },
    log,
    data: new Volume(at("tovplay-guardian-data"), { context, protect: false }).volumeName,
    cluster: name,
    alertmanagers: [`http://${watch.alertmanager.containerName}:${alertmanagerPort}`],
    ports:
      name === "production"
        ? [{ inside: guardianPort, outside: guardianPort, address: "0.0.0.0", public: true }]
        : [],
  });
}
