import { readdirSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../host/connection.ts";
import { scriptText } from "../host/script.ts";
import { heldBack, type ServiceContext } from "../host/service.ts";
import { HostStep } from "../host/step.ts";
import { readTemplate } from "../host/template.ts";

/** Arguments of {@link DatabaseProtection}. */
export interface DatabaseProtectionArgs {
  context: ServiceContext;
  /** How the host of the server is reached, where it is not the context's own. */
  connection?: pulumi.Input<Connection>;
  /** Name of the server's container. */
  server: pulumi.Input<string>;
  /** Name of the database, case-sensitive. */
  database: pulumi.Input<string>;
  /** What the migrations report: a table that they made anew gets its triggers after them. */
  schemaVersion: pulumi.Input<number>;
}

/**
 * Event triggers, triggers, audit tables and the change window inside the database, set up by the superuser over the
 * local socket of the server's container. Anything of it that is changed by hand is drift. Let it depend on the
 * migrations, and the grants on tables on it.
 */
export class DatabaseProtection extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseProtectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:DatabaseProtection", name, {}, opts);
    const { context, connection = context.host?.connection } = args;
    new HostStep(
      "Command",
      `${name}-installed`,
      {
        connection,
        apply: scriptText("database/superuser-sql.sh"),
        observe: scriptText("database/observe-protection.sh"),
        environment: {
          CONTAINER: args.server,
          DATABASE: args.database,
          SCHEMA_VERSION: pulumi.interpolate`${args.schemaVersion}`,
        },
        stdin: protectionSql(),
      },
      { parent: this, ignoreChanges: heldBack(context) },
    );
    this.registerOutputs({});
  }
}

const folder = "postgresql/protection";

/**
 * The SQL that installs or mends protection, in one transaction. While it runs, protection does not judge the session
 * that installs it; everybody else's it does. Writers are waited for at most 10 s.
 */
export function protectionSql(): string {
  const files = readdirSync(new URL(`../../templates/${folder}/`, import.meta.url)).sort();
  const settings = [
    "event_triggers = off",
    "client_min_messages = 'warning'",
    "search_path = pg_catalog, pg_temp",
    "lock_timeout = '10s'",
    "statement_timeout = '2min'",
  ];
  return [
    "BEGIN;",
    ...settings.map((setting) => `SET LOCAL ${setting};`),
    ...files.map((file) => readTemplate(`${folder}/${file}`)),
    "COMMIT;\n",
  ].join("\n");
}
