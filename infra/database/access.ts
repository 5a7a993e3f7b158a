import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { RandomBytes } from "@pulumi/random";
import { jobSchema } from "../../app/backend/src/jobs/privileges.ts";
import { beside } from "../host/service.ts";
import { connectionGrants } from "./declared-access.ts";
import { backupFunctionsSql, publicFunctionsSql } from "./function-access.ts";
import { inTurn } from "./in-turn.ts";
import { Password } from "./password.ts";
import type { Provisioner } from "./provisioner.ts";
import { connectionLimit, databaseOwner, databaseRoles, loginRoles, owner } from "./roles.ts";
import { superuserSql } from "./superuser-sql.ts";

/** Arguments of {@link DatabaseAccess}. */
export interface DatabaseAccessArgs {
  /** Name of the database, case-sensitive. */
  database: string;
  provisioner: Provisioner;
  /** Server connections of all poolers together: what the application may have at once, and a few more. */
  poolConnections: number;
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
  /** Master key, 32 bytes in base64, under which the keys of accounts in this database are encrypted; secret. Without it what is personal is lost. */
  readonly accountKeys: pulumi.Output<string>;
  private readonly roles = new Map<string, postgresql.Role>();
  private readonly options: pulumi.CustomResourceOptions;
  private readonly inTurn = inTurn();

  constructor(name: string, args: DatabaseAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:DatabaseAccess", name, {}, opts);
    this.options = { parent: this, provider: args.provisioner.provider, deletedWith: args.data };
    this.passwords = new Map(
      loginRoles.map((role) => [role, new Password(beside(name, role), { parent: this })]),
    );
    const accountKeys = new RandomBytes(
      `${name}-account-keys`,
      { length: 32 },
      { parent: this, protect: args.protectData },
    );
    this.accountKeys = accountKeys.base64;
    this.declareRoles(name, args.poolConnections);
    this.database = new postgresql.Database(
      `${name}-database`,
      {
        name: args.database,
        owner: this.role(databaseOwner),
        // Refuses DROP DATABASE to everybody, the owner and the superuser included, until it is taken away.
        isTemplate: true,
        encoding: "UTF8",
        lcCollate: "C.UTF-8",
        lcCtype: "C.UTF-8",
        template: "template0",
      },
      { ...this.options, protect: args.protectData },
    );
    this.declareConnections(name, args.database);
    this.declareDefaults(name);
    this.declareFunctions(name, args.provisioner);
    this.registerOutputs({});
  }

  /** Name of a declared role, known once the role is there. */
  role(name: string): pulumi.Output<string> {
    const role = this.roles.get(name);
    if (!role) throw new Error(`there is no role ${name}; declare it in infra/database/roles.ts`);
    return role.name;
  }

  /** What it takes to log in as a role, known once the role is there. */
  login(name: string): DatabaseLogin {
    const password = this.passwords.get(name);
    if (!password) throw new Error(`${name} cannot log in; use a role that can`);
    return { user: this.role(name), password: password.value, verifier: password.verifier };
  }

  private declareRoles(component: string, poolConnections: number) {
    for (const declared of databaseRoles) {
      const { name, memberOf, connectionLimit: _, ...attributes } = declared;
      const password = this.passwords.get(name)?.verifier;
      const role = new postgresql.Role(
        beside(component, name),
        {
          name,
          ...attributes,
          connectionLimit: connectionLimit(declared, poolConnections),
          skipReassignOwned: true,
          ...(password ? { password } : {}),
        },
        this.options,
      );
      this.roles.set(name, role);
      for (const group of memberOf) {
        const granted = this.roles.get(group)?.name ?? group;
        this.inTurn(
          (dependsOn) =>
            new postgresql.GrantRole(
              beside(component, `${name}-in-${group}`),
              { role: role.name, grantRole: granted },
              { ...this.options, dependsOn },
            ),
        );
      }
    }
  }

  private declareConnections(name: string, database: string) {
    const grant = (
      grantee: string,
      role: pulumi.Input<string>,
      rest: Pick<postgresql.GrantArgs, "objectType" | "privileges" | "schema">,
    ) =>
      this.inTurn(
        (dependsOn) =>
          new postgresql.Grant(
            `${name}-${rest.objectType}-${grantee}`,
            { database: this.database.name, role, ...rest },
            { ...this.options, dependsOn },
          ),
      );
    grant("public", "public", { objectType: "database", privileges: [] });
    grant("public", "public", { objectType: "schema", schema: "public", privileges: [] });
    for (const { role, kind, object, privileges } of connectionGrants(database)) {
      const schema = kind === "schema" ? { schema: object } : {};
      grant(role, this.role(role), { objectType: kind, ...schema, privileges });
    }
  }

  /** What PUBLIC could do with things yet to be made, if nobody said otherwise. */
  private declareDefaults(name: string) {
    for (const maker of [databaseOwner, owner]) {
      for (const objectType of ["function", "type"]) {
        const declared = { owner: this.role(maker), role: "public", objectType, privileges: [] };
        this.inTurn(
          (dependsOn) =>
            new postgresql.DefaultPrivileges(
              `${name}-${objectType}-of-${maker}`,
              { database: this.database.name, ...declared },
              { ...this.options, dependsOn },
            ),
        );
      }
    }
  }

  /** PostgreSQL's own functions belong to the superuser, who alone can say who calls them. */
  private declareFunctions(name: string, { context, container }: Provisioner) {
    const sql = { context, container, database: this.database.name };
    const options = { parent: this, dependsOn: [...this.roles.values(), this.database] };
    const ofBackup = { ...sql, sql: backupFunctionsSql(), observe: backupAccess };
    superuserSql(`${name}-backup-functions`, ofBackup, options);
    const ofPublic = { ...sql, sql: publicFunctionsSql(), observe: publicAccess };
    superuserSql(`${name}-public-functions`, ofPublic, options);
    const ofJobs = { ...sql, sql: jobSchemaSql, observe: jobSchemaOwner };
    superuserSql(`${name}-job-schema`, ofJobs, options);
  }
}

/** The schema of the job queue, empty: its tables come with the migrations, whose role may make no schema. Protection refuses it to everybody else. */
const jobSchemaSql = `SET event_triggers = off; CREATE SCHEMA IF NOT EXISTS ${jobSchema} AUTHORIZATION ${owner};`;

const jobSchemaOwner = `SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = '${jobSchema}'`;

/** Who may call which function of a base backup, and what the role's sessions begin with. */
const backupAccess = `
SELECT concat_ws(' ',
  (SELECT string_agg(oid::regprocedure || '=' || proacl::text, ' ' ORDER BY oid::regprocedure::text) FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace
      AND proname IN ('pg_backup_start', 'pg_backup_stop', 'pg_switch_wal', 'pg_create_restore_point')),
  (SELECT setconfig::text FROM pg_db_role_setting WHERE setrole = to_regrole('tovplay_backup') AND setdatabase = 0))`;

/** Who may call what PostgreSQL lets everybody call, and write functions. */
const publicAccess = `
SELECT concat_ws(' ',
  (SELECT md5(string_agg(oid::regprocedure || '=' || coalesce(proacl::text, 'everybody'), ' ' ORDER BY oid::regprocedure::text))
    FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND (proname ~ '^lo(_|write$)' OR proname IN ('pg_logical_emit_message') OR proname ~ '^pg_.*advisory.*lock')),
  (SELECT lanacl::text FROM pg_language WHERE lanname = 'plpgsql'))`;
