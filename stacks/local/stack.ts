import { AppImage } from "../../infra/container/app-image.ts";
import { Network } from "../../infra/container/network.ts";
import { Volume } from "../../infra/container/volume.ts";
import { databaseCredentials } from "../../infra/database/credentials.ts";
import type { Environment } from "../settings/environment.ts";
import { type LocalSettings, localSettings } from "../settings/local.ts";
import { stack as define } from "../settings/stack.ts";
import { localApplication } from "./application.ts";
import { localBackups } from "./backups.ts";
import { localDatabase } from "./database.ts";
import { localGuardian } from "./guardian.ts";
import { localMonitoring } from "./monitoring.ts";

/** Everything on one machine. With no profile chosen only what outlives a container is declared: data, roles, passwords. */
function declare(environment: Environment<LocalSettings>) {
  const { stack, checkout, filesDirectory, images, profiles } = environment;
  const { ports, publicUrl } = environment.settings;
  const context = { stack, filesDirectory, running: profiles.size > 0 };
  const network = (name: string) => new Network(`tovplay-${name}`, { context }).networkName;
  const volume = (name: string) => new Volume(`tovplay-${name}-data`, { context, protect: false }).volumeName;
  const [databaseNetwork, poolNetwork, edgeNetwork] = [network("database"), network("pool"), network("edge")];

  const backendImage = new AppImage("tovplay-backend", {
    context,
    app: "backend",
    checkout,
    sourceHash: environment.sourceHashes.backend,
    baseImages: [images.node, images.debian],
  }).imageId;
  const database = localDatabase({
    context,
    environment,
    backendImage,
    network: databaseNetwork,
    poolNetwork,
  });
  const monitoringNetwork = profiles.has("monitoring") ? network("monitoring") : undefined;
  const metricsNetworks = monitoringNetwork ? [monitoringNetwork] : [];
  localBackups({
    context,
    environment,
    database,
    databaseNetwork,
    networks: monitoringNetwork ? metricsNetworks : [databaseNetwork],
  });
  localGuardian({
    context,
    environment,
    database,
    networks: [databaseNetwork, ...metricsNetworks],
    alerts: monitoringNetwork !== undefined,
  });
  if (profiles.has("core"))
    localApplication({ context, environment, backendImage, poolNetwork, edgeNetwork, database });
  const data = {
    alertmanager: volume("alertmanager"),
    prometheus: volume("prometheus"),
    logs: volume(environment.logStore.kind),
    collector: volume("collector"),
  };
  if (monitoringNetwork) {
    localMonitoring({
      context,
      environment,
      network: monitoringNetwork,
      databaseNetwork,
      edgeNetwork,
      database,
      backend: profiles.has("core"),
      data,
    });
  }

  return {
    url: publicUrl,
    credentials: databaseCredentials(database.access, (role) => ({
      host: "127.0.0.1",
      port: role === "tovplay_app" ? ports.pgbouncer : ports.postgres,
    })),
    demo: { identifier: "demo", password: database.demo.value },
    oneShot: database.migrations.run,
    ...(monitoringNetwork ? { logStore: environment.logStore.kind } : {}),
  };
}

export const local = define({ settings: localSettings, declare });
