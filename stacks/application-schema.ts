import type * as pulumi from "@pulumi/pulumi";
import { Migrations, type MigrationsArgs } from "../infra/application/migrations.ts";
import { Password } from "../infra/database/password.ts";
import { DatabaseProtection, type DatabaseProtectionArgs } from "../infra/database/protection.ts";
import { TableAccess, type TableAccessArgs } from "../infra/database/table-access.ts";
import { databaseName } from "./database-name.ts";
import type { Host, HostImage } from "./host.ts";

/** What the schema is built from. */
export interface ApplicationSchemaArgs {
  host: Host;
  /** Image of the backend: it brings the migrations. */
  backendImage: HostImage;
  /** How the migrations reach the database from the host. */
  migrations: Omit<MigrationsArgs, "context" | "image" | "demoPassword">;
  /** Where the superuser reaches the server. */
  server: Pick<DatabaseProtectionArgs, "server" | "connection">;
  /** Privileges by role and table, and who logs in to grant them. Default: those granted before stay. */
  grants?: Pick<TableAccessArgs, "provider" | "privileges">;
  /** What holds the data, where the same stack declares it. */
  data?: pulumi.Resource;
}

/** The schema that the backend needs, and what it may do with it. */
export interface ApplicationSchema {
  migrations: Migrations;
  protection: DatabaseProtection;
  /** Done when the backend may use every table that it needs. */
  ready: pulumi.Resource;
  /** Password of the demo account of the reference data. */
  demo: Password;
}

/** Brings the schema up to date, arms its protection, then grants what each role may do with the tables. */
export function applicationSchema(args: ApplicationSchemaArgs): ApplicationSchema {
  const { host, backendImage, grants, data } = args;
  const { context } = host;
  const demo = new Password("tovplay-demo");
  const migrations = new Migrations("tovplay-migrations", {
    ...args.migrations,
    context,
    image: backendImage.image,
    demoPassword: demo.value,
    after: [...backendImage.after, ...(args.migrations.after ?? [])],
  });
  const protection = new DatabaseProtection(
    "tovplay-protection",
    {
      ...args.server,
      context,
      database: databaseName,
      schemaVersion: migrations.report.schemaVersion,
    },
    { dependsOn: migrations },
  );
  const ready = grants
    ? new TableAccess(
        "tovplay-tables",
        { database: databaseName, ...grants, ...(data && { data }) },
        { dependsOn: protection },
      )
    : protection;
  return { migrations, protection, ready, demo };
}
