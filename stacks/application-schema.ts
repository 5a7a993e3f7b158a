import type * as pulumi from "@pulumi/pulumi";
import { Migrations } from "../infra/application/migrations.ts";
import { Password } from "../infra/database/password.ts";
import { DatabaseProtection } from "../infra/database/protection.ts";
import { provisioningProvider } from "../infra/database/provisioner.ts";
import { provisioningPort } from "../infra/database/provisioning-window.ts";
import { TableAccess } from "../infra/database/table-access.ts";
import type { ApplicationHost, ClusterOutputs } from "./application-host.ts";
import { databaseName } from "./database-name.ts";
import type { ApplicationSettings } from "./settings/application.ts";
import type { Environment } from "./settings/environment.ts";

/** The schema that the backend needs, and what it may do with it. */
export interface ApplicationSchema {
  migrations: Migrations;
  /** Done when the backend may use every table that it needs. */
  ready: pulumi.Resource;
}

/** Brings the schema up to date from one host, arms its protection, then grants what each role may do with the tables. */
export function applicationSchema(
  environment: Environment<ApplicationSettings>,
  host: ApplicationHost,
  database: ClusterOutputs,
): ApplicationSchema {
  const { settings, tablePrivileges } = environment;
  const migrations = new Migrations("tovplay-migrations", {
    context: host.context,
    image: host.backendImage.imageId,
    network: host.poolNetwork,
    databaseHost: database.name,
    databasePort: database.port,
    database: databaseName,
    ...database.login("tovplay_migrator"),
    authority: settings.tlsAuthority,
    address: database.address,
    demoPassword: new Password("tovplay-demo").value,
    after: [host.backendImage],
  });
  const port = provisioningPort({
    connection: database.connection,
    container: database.container,
    localPort: settings.forwardPort,
    remotePort: database.port,
  });
  const provider = provisioningProvider("tovplay-provisioner", { port, password: database.provisioner }, {});
  const protection = new DatabaseProtection(
    "tovplay-protection",
    {
      context: host.context,
      connection: database.connection,
      server: database.container,
      database: databaseName,
      schemaVersion: migrations.report.schemaVersion,
    },
    { dependsOn: migrations },
  );
  const ready = new TableAccess(
    "tovplay-tables",
    { database: databaseName, provider, privileges: tablePrivileges },
    { dependsOn: protection },
  );
  return { migrations, ready };
}
