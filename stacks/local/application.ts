import type * as pulumi from "@pulumi/pulumi";
import { backendContainer, backendName, backendPort } from "../../infra/application/backend.ts";
import { Nginx, nginxPort } from "../../infra/application/nginx.ts";
import { Pages } from "../../infra/application/pages.ts";
import { Release } from "../../infra/application/release.ts";
import { pgbouncerPort, sessionDatabase } from "../../infra/database/pgbouncer.ts";
import type { ServiceContext } from "../../infra/host/service.ts";
import { appImage } from "../app-image.ts";
import { databaseName } from "../database-name.ts";
import type { Environment } from "../settings/environment.ts";
import type { LocalSettings } from "../settings/local.ts";
import type { LocalDatabase } from "./database.ts";

/** Profile `core`: the pages and the backend's release behind nginx. */
export function localApplication(args: {
  context: ServiceContext;
  environment: Environment<LocalSettings>;
  backendImage: pulumi.Input<string>;
  /** Network of the pooler and its clients. */
  poolNetwork: pulumi.Input<string>;
  /** Network of the front door and what stands behind it. */
  edgeNetwork: pulumi.Input<string>;
  database: LocalDatabase;
}): void {
  const { context, environment, backendImage, poolNetwork, edgeNetwork, database } = args;
  const { access, schema, pgbouncer } = database;
  const { images, stateDirectory } = environment;
  const { ports, publicUrl } = environment.settings;
  const site = `${stateDirectory}/site`;
  const pages = new Pages("tovplay-frontend", {
    context,
    image: appImage(environment, "frontend"),
    keep: 1,
    local: { site, state: stateDirectory },
  });
  const nginx = new Nginx("tovplay-nginx", {
    context,
    image: images.nginx,
    memory: 32,
    networks: [edgeNetwork],
    after: [pages],
    ports: [{ inside: nginxPort, outside: ports.nginx }],
    publicUrl,
    backends: {
      blue: `${backendName}-blue:${backendPort}`,
      green: `${backendName}-green:${backendPort}`,
    },
    apiRequestsPerSecond: 50,
    signInPerMinute: 30,
    site,
  });
  new Release(backendName, {
    ...backendContainer({
      context,
      image: backendImage,
      memory: 192,
      networks: [poolNetwork, edgeNetwork],
      after: [pgbouncer, schema.ready, nginx],
      ports: [],
      publicUrl,
      databaseHost: pgbouncer.containerName,
      databasePort: pgbouncerPort,
      database: access.database.name,
      sessionDatabase: sessionDatabase(databaseName),
      ...access.login("tovplay_app"),
      systemIdentifier: schema.migrations.report.systemIdentifier,
      accountKeys: access.accountKeys,
      channels: { mailFolder: "/tmp/mail" },
    }),
    ports: { blue: ports.backendBlue, green: ports.backendGreen },
    inside: backendPort,
    switchFile: `${site}/backend-green`,
    checkUrl: `http://127.0.0.1:${ports.nginx}/api/health`,
    keep: 0,
    local: { state: stateDirectory, nginx: nginx.containerName },
  });
}
