import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { databaseRoles, loginRoles, owner } from "./database-roles.ts";
import { Password } from "./password.ts";
import type { Provisioner } from "./provisioner.ts";
import { beside } from "./service.ts";

/** Arguments of {@link DatabaseAccess}. */
export interface DatabaseAccessArgs {
  /** Name of the database, case-sensitive. */
  database: string;
  provisioner: Provisioner;
  /** What holds the data: roles and database are gone with it, and need no server to be deleted. */
  data: pulumi.Resource;
  /** Refuse every plan that would delete the database. */
  protectData: boolean;
}

/** What it takes to log in as a role. */
export interface DatabaseLogin {
  user: pulumi.Output<string>;
  /** Secret. */
  password: pulumi.Output<string>;
  /** SCRAM verifier of the password, as PostgreSQL stores it; secret. */
  verifier: pulumi.Output<string>;
}

/** The database, its roles, and who may connect to it. PUBLIC may do nothing; grants on tables are {@link TableAccess}. */
export class DatabaseAccess extends pulumi.ComponentResource {
  /** Password and verifier of every role that can log in. */
  readonly passwords: ReadonlyMap<string, Password>;
  readonly database: postgresql.Database;
  private readonly roles = new Map<string, postgresql.Role>();
  private readonly options: pulumi.CustomResourceOptions;

  constructor(name: string, args: DatabaseAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:DatabaseAccess", name, {}, opts);
    this.options = { parent: this, provider: args.provisioner.provider, deletedWith: args.data };
    this.passwords = new Map(
      loginRoles.map((role) => [role, new Password(beside(name, role), { parent: this })]),
    );
    this.declareRoles(name);
    this.database = new postgresql.Database(
      `${name}-database`,
      {
        name: args.database,
        owner: this.role(owner),
        encoding: "UTF8",
        lcCollate: "C.UTF-8",
        lcCtype: "C.UTF-8",
        template: "template0",
      },
      { ...this.options, protect: args.protectData },
    );
    this.declareConnections(name);
    this.registerOutputs({});
  }

  /** Name of a declared role, known once the role is there. */
  role(name: string): pulumi.Output<string> {
    const role = this.roles.get(name);
    if (!role) throw new Error(`there is no role ${name}; declare it in infra/database-roles.ts`);
    return role.name;
  }

  /** What it takes to log in as a role, known once the role is there. */
  login(name: string): DatabaseLogin {
    const password = this.passwords.get(name);
    if (!password) throw new Error(`${name} cannot log in; use a role that can`);
    return { user: this.role(name), password: password.value, verifier: password.verifier };
  }

  private declareRoles(component: string) {
    for (const { name, login, inherit, memberOf, connectionLimit } of databaseRoles) {
      const password = this.passwords.get(name)?.verifier;
      const role = new postgresql.Role(
        beside(component, name),
        { name, login, inherit, connectionLimit, skipReassignOwned: true, ...(password ? { password } : {}) },
        this.options,
      );
      this.roles.set(name, role);
      for (const group of memberOf) {
        const granted = this.roles.get(group)?.name ?? group;
        new postgresql.GrantRole(
          beside(component, `${name}-in-${group}`),
          { role: role.name, grantRole: granted },
          this.options,
        );
      }
    }
  }

  private declareConnections(name: string) {
    const grant = (
      grantee: string,
      role: pulumi.Input<string>,
      rest: Pick<postgresql.GrantArgs, "objectType" | "privileges" | "schema">,
    ) =>
      new postgresql.Grant(
        `${name}-${rest.objectType}-${grantee}`,
        { database: this.database.name, role, ...rest },
        this.options,
      );
    grant("public", "public", { objectType: "database", privileges: [] });
    grant("public", "public", { objectType: "schema", schema: "public", privileges: [] });
    for (const role of loginRoles) {
      grant(role, this.role(role), { objectType: "database", privileges: ["CONNECT"] });
      grant(role, this.role(role), { objectType: "schema", schema: "public", privileges: ["USAGE"] });
    }
  }
}
