import type * as pulumi from "@pulumi/pulumi";
import { ImageDelivery } from "../infra/container/image-delivery.ts";
import { Network } from "../infra/container/network.ts";
import { PgBouncer } from "../infra/database/pgbouncer.ts";
import { cloudflareRanges } from "../infra/host/cloudflare-ranges.ts";
import type { HostPreflight } from "../infra/host/preflight.ts";
import { RemoteHost } from "../infra/host/remote-host.ts";
import type { ServiceContext } from "../infra/host/service.ts";
import { databaseName } from "./database-name.ts";
import type { deployedCluster } from "./database-reference.ts";
import type { ApplicationSettings } from "./settings/application.ts";
import type { Environment } from "./settings/environment.ts";
import { connectionTo, type HostSettings } from "./settings/host.ts";

/** The database of an application, as another stack declares it. */
export type ClusterOutputs = ReturnType<typeof deployedCluster>;

/** What an application host is built from. */
export interface ApplicationHostArgs {
  environment: Environment<ApplicationSettings>;
  settings: HostSettings;
  /** Images of the applications, on the machine that deploys. */
  images: Record<"backend" | "frontend", pulumi.Input<string>>;
  database: ClusterOutputs;
  /** Those of all hosts: none is changed before all of them are fit. */
  preflights: HostPreflight[];
}

/** A prepared application host with its images and its pooler; nothing on it serves yet. */
export interface ApplicationHost {
  settings: HostSettings;
  context: ServiceContext;
  /** A name for a thing on this host. */
  at: (thing: string) => string;
  /** Brings an image of this machine to the host. */
  deliver: (name: string, image: pulumi.Input<string>) => ImageDelivery;
  backendImage: ImageDelivery;
  frontendImage: ImageDelivery;
  /** Network of the pooler and its clients. */
  poolNetwork: pulumi.Output<string>;
  pgbouncer: PgBouncer;
}

/** Prepares a host, brings the images, and starts the pooler. */
export function applicationHost(args: ApplicationHostArgs): ApplicationHost {
  const { environment, settings: host, images, database, preflights } = args;
  const { settings } = environment;
  const { context } = new RemoteHost(host.name, {
    connection: connectionTo(host),
    stack: environment.stack,
    role: "application",
    openPorts: [80, 443].map((port) => ({ port, from: settings.cloudflare ? "cloudflare" : "anyone" })),
    cloudflareRanges: [...cloudflareRanges],
    after: preflights,
  });
  const at = (thing: string) => `${host.name}/${thing}`;
  const deliver = (name: string, image: pulumi.Input<string>) =>
    new ImageDelivery(at(name), {
      context,
      image,
      delivery: settings.delivery,
      name: `tovplay/${name}`,
      keep: settings.keepReleases,
    });
  const poolerImage = deliver("pgbouncer", environment.images.pgbouncer);
  const poolNetwork = new Network(at("tovplay-pool"), { context }).networkName;
  const pgbouncer = new PgBouncer(at(`tovplay-pgbouncer${settings.suffix}`), {
    context,
    image: poolerImage.imageId,
    memory: 32,
    networks: [poolNetwork],
    ports: [{ inside: 6432, outside: 6432 }],
    after: [poolerImage],
    ...settings.pooler,
    database: databaseName,
    databaseHost: database.name,
    databasePort: database.port,
    serverTls: { authority: settings.tlsAuthority },
    addresses: database.addresses,
    users: ["tovplay_app", "tovplay_monitor"].map((role) => database.login(role)),
  });
  return {
    settings: host,
    context,
    at,
    deliver,
    backendImage: deliver("backend", images.backend),
    frontendImage: deliver("frontend", images.frontend),
    poolNetwork,
    pgbouncer,
  };
}
