import type * as pulumi from "@pulumi/pulumi";
import { Backend } from "../../infra/application/backend.ts";
import { Frontend } from "../../infra/application/frontend.ts";
import { Nginx, nginxPort } from "../../infra/application/nginx.ts";
import { AppImage } from "../../infra/container/app-image.ts";
import type { ServiceContext } from "../../infra/host/service.ts";
import type { Environment } from "../settings/environment.ts";
import type { LocalSettings } from "../settings/local.ts";
import type { LocalDatabase } from "./database.ts";

/** What the application of the local stack is built from. */
export interface LocalApplicationArgs {
  context: ServiceContext;
  environment: Environment<LocalSettings>;
  backendImage: pulumi.Input<string>;
  /** Network of the pooler and its clients. */
  poolNetwork: pulumi.Input<string>;
  /** Network of the front door and what stands behind it. */
  edgeNetwork: pulumi.Input<string>;
  database: LocalDatabase;
}

/** Profile `core`: backend and frontend behind nginx. */
export function localApplication(args: LocalApplicationArgs): Backend {
  const { context, environment, backendImage, poolNetwork, edgeNetwork, database } = args;
  const { access, migrations, tables, pgbouncer } = database;
  const { images, checkout, sourceHashes } = environment;
  const { ports, publicUrl } = environment.settings;
  const backend = new Backend("tovplay-backend", {
    context,
    image: backendImage,
    memory: 192,
    networks: [poolNetwork, edgeNetwork],
    after: [pgbouncer, tables],
    ports: [{ inside: 5001, outside: ports.backend }],
    publicUrl,
    databaseHost: pgbouncer.containerName,
    databasePort: 6432,
    database: access.database.name,
    ...access.login("tovplay_app"),
    systemIdentifier: migrations.report.systemIdentifier,
  });
  const frontendImage = new AppImage("tovplay-frontend", {
    context,
    app: "frontend",
    checkout,
    sourceHash: sourceHashes.frontend,
    baseImages: [images.node, images.nginx],
  });
  const frontend = new Frontend("tovplay-frontend", {
    context,
    image: frontendImage.imageId,
    memory: 32,
    networks: [edgeNetwork],
  });
  new Nginx("tovplay-nginx", {
    context,
    image: images.nginx,
    memory: 32,
    networks: [edgeNetwork],
    after: [backend, frontend],
    ports: [{ inside: nginxPort, outside: ports.nginx }],
    backendHost: backend.containerName,
    frontendHost: frontend.containerName,
    apiRequestsPerSecond: 50,
  });
  return backend;
}
