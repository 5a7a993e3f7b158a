import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { type TablePrivileges, tableGrants } from "./table-grants.ts";

/** Arguments of {@link TableAccess}. */
export interface TableAccessArgs {
  database: pulumi.Input<string>;
  /** Logs in as a role that may grant. */
  provider: postgresql.Provider;
  /** Privileges by role and table. */
  privileges: Record<string, TablePrivileges>;
  /** What holds the data, where the same stack declares it: grants are gone with it. */
  data?: pulumi.Resource;
}

/** What each role may do with each table. The tables have to be there: let it depend on the migrations. */
export class TableAccess extends pulumi.ComponentResource {
  constructor(name: string, args: TableAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:TableAccess", name, {}, opts);
    for (const [role, tables] of Object.entries(args.privileges)) {
      for (const grant of tableGrants(role, tables)) {
        new postgresql.Grant(
          `${name}-${role}-${grant.name}`,
          {
            database: args.database,
            schema: "public",
            role,
            objectType: "table",
            objects: grant.tables,
            privileges: grant.privileges,
          },
          { parent: this, provider: args.provider, ...(args.data ? { deletedWith: args.data } : {}) },
        );
      }
    }
    this.registerOutputs({});
  }
}
