import type * as pulumi from "@pulumi/pulumi";
import { Network } from "../infra/container/network.ts";
import { PgBouncer, pgbouncerPort } from "../infra/database/pgbouncer.ts";
import { cloudflareRanges } from "../infra/host/cloudflare-ranges.ts";
import type { HostPreflight } from "../infra/host/preflight.ts";
import { databaseName } from "./database-name.ts";
import type { deployedCluster } from "./database-reference.ts";
import { type Host, type HostImage, preparedHost } from "./host.ts";
import type { ApplicationSettings } from "./settings/application.ts";
import type { Environment } from "./settings/environment.ts";
import type { HostSettings } from "./settings/host.ts";

/** The database of an application, as another stack declares it. */
export type ClusterOutputs = ReturnType<typeof deployedCluster>;

/** A prepared application host with its images and its pooler; nothing on it serves yet. */
export interface ApplicationHost extends Host {
  settings: HostSettings;
  backendImage: HostImage;
  frontendImage: HostImage;
  /** Network of the pooler and its clients. */
  poolNetwork: pulumi.Output<string>;
  pgbouncer: PgBouncer;
}

/** Prepares a host, brings the images, and starts the pooler. */
export function applicationHost(args: {
  environment: Environment<ApplicationSettings>;
  settings: HostSettings;
  /** Images of the applications, on the machine that deploys. */
  images: Record<"backend" | "frontend", pulumi.Input<string>>;
  database: ClusterOutputs;
  /** Those of all hosts: none is changed before all of them are fit. */
  preflights: HostPreflight[];
}): ApplicationHost {
  const { environment, settings: hostSettings, images, database, preflights } = args;
  const { settings } = environment;
  const host = preparedHost(hostSettings, {
    stack: environment.stack,
    role: "application",
    openPorts: [80, 443].map((port) => ({ port, from: settings.cloudflare ? "cloudflare" : "anyone" })),
    cloudflareRanges: [...cloudflareRanges],
    after: preflights,
    delivery: settings.delivery,
    keep: settings.keepReleases,
  });
  const { context, at, deliver } = host;
  const poolerImage = deliver("pgbouncer", environment.images.pgbouncer);
  const poolNetwork = new Network(at("tovplay-pool"), { context }).networkName;
  const pgbouncer = new PgBouncer(at(`tovplay-pgbouncer${settings.suffix}`), {
    context,
    ...poolerImage,
    memory: 32,
    networks: [poolNetwork],
    ports: [{ inside: pgbouncerPort, outside: pgbouncerPort }],
    ...settings.pooler,
    database: databaseName,
    databaseHost: database.name,
    databasePort: database.port,
    serverTls: { authority: settings.tlsAuthority },
    addresses: database.addresses,
    users: ["tovplay_app", "tovplay_monitor"].map((role) => database.login(role)),
  });
  return {
    ...host,
    settings: hostSettings,
    backendImage: deliver("backend", images.backend),
    frontendImage: deliver("frontend", images.frontend),
    poolNetwork,
    pgbouncer,
  };
}
