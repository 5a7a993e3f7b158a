import * as pulumi from "@pulumi/pulumi";
import { backendContainer, backendName, backendPort } from "../infra/application/backend.ts";
import type { Channels } from "../infra/application/channels.ts";
import { Pages } from "../infra/application/pages.ts";
import { Release } from "../infra/application/release.ts";
import { Site } from "../infra/application/site.ts";
import { pgbouncerPort, sessionDatabase } from "../infra/database/pgbouncer.ts";
import { provisioningProvider } from "../infra/database/provisioner.ts";
import { provisioningPort } from "../infra/database/provisioning-window.ts";
import { DeploymentRecord } from "../infra/host/deployment-record.ts";
import { HostPreflight } from "../infra/host/preflight.ts";
import { siteImages } from "./app-image.ts";
import { type ApplicationHost, applicationHost, type ClusterOutputs } from "./application-host.ts";
import { type ApplicationSchema, applicationSchema } from "./application-schema.ts";
import { databaseName } from "./database-name.ts";
import { deployedCluster } from "./database-reference.ts";
import type { ApplicationSettings } from "./settings/application.ts";
import type { Environment } from "./settings/environment.ts";
import { connectionTo, type HostSettings } from "./settings/host.ts";
import type { Images } from "./settings/images.ts";
import { needsApplicationOnly } from "./settings/one-service.ts";
import { occasionOf, releaseOf } from "./settings/release.ts";

/** The application on all its hosts. */
export interface Application {
  /** The host that brings the schema up to date and is watched. */
  first: ApplicationHost;
  database: ClusterOutputs;
  url: string;
}

/** Prepares every host at once, brings the schema up to date, and lets the release roll through the hosts one by one. */
export function application(environment: Environment<ApplicationSettings>): Application {
  const { settings } = environment;
  const database = deployedCluster({ stack: settings.databaseStack, cluster: settings.databaseCluster });
  const images = siteImages(environment);
  const { backend, frontend } = environment.sourceHashes;
  const preflights = settings.hosts.map(
    (host) =>
      new HostPreflight(host.name, {
        connection: connectionTo(host),
        minimum: { memoryMebibytes: 1500, diskMebibytes: 3000 },
        ports: [80, 443, ...Object.values(backendPorts), pgbouncerPort],
        occasion: occasionOf(environment, { images: baseImages, sourceHashes: { backend, frontend } }),
      }),
  );
  const [firstSettings, ...otherSettings] = settings.hosts;
  const bring = (host: HostSettings) =>
    applicationHost({ environment, settings: host, images, database, preflights });
  const first = bring(firstSettings);
  const hosts = [first, ...otherSettings.map(bring)];
  const schema = schemaOf(environment, first, database);
  let before: pulumi.Resource[] = [schema.ready];
  for (const host of hosts) {
    before = [serve({ environment, host, images, schema, database, after: before })];
  }
  return { first, database, url: `https://${settings.site}` };
}

/** The schema on the database host, brought up to date from the first application host. */
function schemaOf(
  { settings, tablePrivileges, only }: Environment<ApplicationSettings>,
  host: ApplicationHost,
  database: ClusterOutputs,
): ApplicationSchema {
  const { connection, container } = database;
  return applicationSchema({
    host,
    backendImage: host.backendImage,
    migrations: {
      network: host.poolNetwork,
      databaseHost: database.name,
      databasePort: database.port,
      database: databaseName,
      ...database.login("tovplay_migrator"),
      authority: settings.tlsAuthority,
      address: database.address,
    },
    server: { server: container, connection },
    ...(needsApplicationOnly(only)
      ? {}
      : { grants: { provider: provisioner(settings.forwardPort, database), privileges: tablePrivileges } }),
  });
}

/** Logs in at the database host as who may grant, while a deployment runs. */
function provisioner(
  localPort: number,
  { connection, container, port, provisioner: password }: ClusterOutputs,
) {
  const forwarded = provisioningPort({ connection, container, localPort, remotePort: port });
  return provisioningProvider("tovplay-provisioner", { port: forwarded, password }, {});
}

/** Images of other people that every application host runs. */
const baseImages: (keyof Images)[] = ["pgbouncer"];

/** Ports of a host at which releases of the backend take turns. */
const backendPorts = { blue: 8000, green: 8001 };

/** The channels that are set, their secrets marked as such. */
function channelsOf(settings: ApplicationSettings): Channels {
  const {
    mail,
    mailPassword = "",
    discord,
    discordToken = "",
    discordClientSecret = "",
    push,
    pushKey = "",
  } = settings;
  return {
    ...(mail && { mail: { ...mail, password: pulumi.secret(mailPassword) } }),
    ...(discord && {
      discord: {
        applicationId: discord.applicationId,
        publicKey: discord.publicKey,
        ...(discord.guildId && { guildId: discord.guildId }),
        token: pulumi.secret(discordToken),
        clientSecret: pulumi.secret(discordClientSecret),
      },
    }),
    ...(push && { push: { ...push, privateKey: pulumi.secret(pushKey) } }),
  };
}

/** Lets a host serve the release. @returns what is done when it does */
function serve({
  environment,
  host,
  images,
  schema,
  database,
  after,
}: {
  environment: Environment<ApplicationSettings>;
  host: ApplicationHost;
  images: ReturnType<typeof siteImages>;
  schema: ApplicationSchema;
  database: ClusterOutputs;
  after: pulumi.Resource[];
}): pulumi.Resource {
  const { settings } = environment;
  const { at, context } = host;
  const publicUrl = `https://${settings.site}`;
  const pages = new Pages(
    at("tovplay-frontend"),
    {
      context,
      image: host.frontendImage.image,
      keep: settings.keepReleases,
    },
    { dependsOn: [...host.frontendImage.after, ...after] },
  );
  const site = new Site(at("tovplay-site"), {
    connection: connectionTo(host.settings),
    serverNames: [settings.site, ...settings.aliases],
    certificate: settings.tlsCertificate,
    key: pulumi.secret(settings.tlsKey),
    apiRequestsPerSecond: settings.apiRequestsPerSecond,
    signInPerMinute: 30,
    behindCloudflare: settings.cloudflare !== undefined,
    backendPorts,
    after: [pages],
  });
  const backend = new Release(at(`${backendName}${settings.suffix}`), {
    ...backendContainer({
      context,
      image: host.backendImage.image,
      memory: settings.backendMemory,
      networks: [host.poolNetwork],
      after: [...host.backendImage.after, host.pgbouncer, site],
      ports: [],
      publicUrl,
      databaseHost: host.pgbouncer.containerName,
      databasePort: pgbouncerPort,
      database: databaseName,
      sessionDatabase: sessionDatabase(databaseName),
      ...database.login("tovplay_app"),
      systemIdentifier: schema.migrations.report.systemIdentifier,
      accountKeys: database.accountKeys,
      channels: channelsOf(settings),
    }),
    ports: backendPorts,
    inside: backendPort,
    switchFile: "/etc/nginx/tovplay/backend-green",
    checkUrl: `${publicUrl}/api/health`,
    keep: settings.keepReleases,
  });
  return new DeploymentRecord(
    at("record"),
    { context, release: releaseOf(environment, baseImages, images) },
    { dependsOn: [backend] },
  );
}
