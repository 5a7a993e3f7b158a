import type * as pulumi from "@pulumi/pulumi";
import { Volume } from "../../infra/container/volume.ts";
import { DatabaseAccess } from "../../infra/database/access.ts";
import { PgBouncer, pgbouncerPort } from "../../infra/database/pgbouncer.ts";
import { Provisioner } from "../../infra/database/provisioner.ts";
import { PostgresServer } from "../../infra/database/server/postgres-server.ts";
import { postgresPort } from "../../infra/database/server/settings.ts";
import { type ApplicationSchema, applicationSchema } from "../application-schema.ts";
import { databaseName } from "../database-name.ts";
import type { Host } from "../host.ts";
import type { Environment } from "../settings/environment.ts";
import type { LocalSettings } from "../settings/local.ts";
import { type LocalArchive, localArchive } from "./archive.ts";

/** What the rest of the stack needs of the database. */
export interface LocalDatabase {
  server: PostgresServer;
  access: DatabaseAccess;
  schema: ApplicationSchema;
  pgbouncer: PgBouncer;
  /** Volumes of the server that others look into. */
  volumes: Record<"data" | "log" | "socket", pulumi.Output<string>>;
  archive: LocalArchive;
}

/** Profile `database`: the server with its roles and schema, and the pooler in front of it. */
export function localDatabase({
  host,
  environment,
  backendImage,
  network,
  poolNetwork,
}: {
  host: Host;
  environment: Environment<LocalSettings>;
  /** Image of the backend: it carries the migrations. */
  backendImage: pulumi.Input<string>;
  /** Network of the server and of those that talk to it directly. */
  network: pulumi.Input<string>;
  /** Network of the pooler and its clients. */
  poolNetwork: pulumi.Input<string>;
}): LocalDatabase {
  const { context } = host;
  const { images, tablePrivileges } = environment;
  const { ports, pooler } = environment.settings;
  const volume = (name: string) => new Volume(`tovplay-${name}`, { context, protect: false });
  const data = volume("postgres-data");
  const volumes = {
    data: data.volumeName,
    log: volume("postgres-log").volumeName,
    socket: volume("postgres-socket").volumeName,
  };
  const archive = localArchive(context);
  const server = new PostgresServer("tovplay-postgres", {
    context,
    image: images.postgres,
    memory: 320,
    networks: [network],
    ports: [{ inside: postgresPort, outside: ports.postgres }],
    database: databaseName,
    maxConnections: pooler.serverConnections + 67,
    ...volumes,
    archive: archive.server,
  });
  const provisioner = new Provisioner("tovplay-provisioner", {
    context,
    server,
    localPort: ports.postgres,
  });
  const kept = { data: data.resource, protectData: false };
  const access = new DatabaseAccess("tovplay", {
    database: databaseName,
    provisioner,
    poolConnections: pooler.serverConnections,
    ...kept,
  });
  const address = {
    databaseHost: server.containerName,
    databasePort: postgresPort,
    database: access.database.name,
  };
  const schema = applicationSchema({
    host,
    backendImage: { image: backendImage, after: [] },
    migrations: {
      network,
      ...address,
      ...access.login("tovplay_migrator"),
      // The role alone would not do: what its owner may do in the schema is a grant of its own.
      after: [access],
    },
    server: { server: server.containerName },
    grants: { provider: provisioner.provider, privileges: tablePrivileges },
    data: data.resource,
  });
  const pgbouncer = new PgBouncer("tovplay-pgbouncer", {
    context,
    image: images.pgbouncer,
    memory: 32,
    networks: [network, poolNetwork],
    ports: [{ inside: pgbouncerPort, outside: ports.pgbouncer }],
    after: [server, access],
    ...pooler,
    ...address,
    database: databaseName,
    users: ["tovplay_app", "tovplay_monitor"].map((role) => access.login(role)),
  });
  return { server, access, schema, volumes, archive, pgbouncer };
}
