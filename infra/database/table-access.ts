import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { inTurn } from "./in-turn.ts";
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
    const options = {
      parent: this,
      provider: args.provider,
      ...(args.data ? { deletedWith: args.data } : {}),
    };
    const grantInTurn = inTurn();
    for (const [role, tables] of Object.entries(args.privileges)) {
      for (const { name: suffix, tables: objects, privileges } of tableGrants(role, tables)) {
        const declared = { schema: "public", role, objectType: "table", objects, privileges };
        grantInTurn(
          (dependsOn) =>
            new postgresql.Grant(
              `${name}-${role}-${suffix}`,
              { database: args.database, ...declared },
              { ...options, dependsOn },
            ),
        );
      }
    }
    this.registerOutputs({});
  }
}
