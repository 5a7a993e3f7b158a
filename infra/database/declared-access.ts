import { jobFunctions, jobPrivileges, jobSchema } from "../../app/backend/src/jobs/privileges.ts";
import { backupFunctionNames, lockHolders, protectionCallers, protectionUsers } from "./function-access.ts";
import {
  application,
  backup,
  connectionLimit,
  type DatabaseRole,
  databaseOwner,
  databaseRoles,
  loginRoles,
  owner,
} from "./roles.ts";
import type { TablePrivileges } from "./table-grants.ts";

/** The same privileges of one role on one thing. */
export interface DeclaredGrant {
  role: string;
  kind: "database" | "schema" | "table" | "function";
  /** With its schema: `public.User`. */
  object: string;
  privileges: string[];
}

/** A single right; what the words mean, and which kinds there are, is said in app/guardian/src/access. */
export type DeclaredRight = [holder: string, privilege: string, kind: string, object: string];

/** Everything that anybody may do in a database, as the guardian compares it with what is there. */
export interface DeclaredAccess {
  superuser: string;
  /** May log in while a deployment runs; watched by that. */
  windowRole: string;
  /** Who may own tables. */
  owners: string[];
  /** Who may read whatever is in schema public, because nobody logs in as it. */
  readers: string[];
  rights: DeclaredRight[];
}

/** What decides about access. */
export interface DeclaredAccessArgs {
  /** Name of the database, case-sensitive. */
  database: string;
  /** Server connections of all poolers together. */
  poolConnections: number;
  /** Privileges by role and table of schema public. */
  tablePrivileges: Record<string, TablePrivileges>;
}

const superuser = "postgres";
const windowRole = "tovplay_provisioner";

/** Access as `DatabaseAccess`, `TableAccess` and `DatabaseProtection` grant it, in one value. */
export function declaredAccess(args: DeclaredAccessArgs): DeclaredAccess {
  const { database, poolConnections, tablePrivileges } = args;
  const names = [...databaseRoles.map(({ name }) => name), superuser, windowRole];
  const grants = [
    ...connectionGrants(database),
    ...functionGrants,
    ...jobGrants,
    ...tableRights(tablePrivileges),
  ];
  return {
    superuser,
    windowRole,
    owners: [databaseOwner, owner],
    readers: [databaseOwner],
    rights: [
      ...names.map((name): DeclaredRight => [name, "EXISTS", "role", ""]),
      [superuser, "SUPERUSER", "role", ""],
      ...databaseRoles.flatMap((role) => roleRights(role, poolConnections)),
      ...ownership("database", database, databaseOwner),
      ...ownership("schema", "public", "pg_database_owner"),
      ...ownership("schema", "protection", databaseOwner),
      ...ownership("schema", jobSchema, owner),
      ...grants.flatMap(({ role, privileges, kind, object }) =>
        privileges.map((privilege): DeclaredRight => [role, privilege, kind, object]),
      ),
    ],
  };
}

function roleRights(role: DatabaseRole, poolConnections: number): DeclaredRight[] {
  const limit = connectionLimit(role, poolConnections);
  const attributes = [
    ...(role.login ? ["LOGIN"] : []),
    ...(role.inherit ? ["INHERIT"] : []),
    ...(role.replication ? ["REPLICATION"] : []),
    ...(limit >= 0 ? [`CONNECTION LIMIT ${limit}`] : []),
  ];
  return [
    ...attributes.map((attribute): DeclaredRight => [role.name, attribute, "role", ""]),
    ...role.memberOf.map((group): DeclaredRight => [role.name, "MEMBER", "role", group]),
  ];
}

function ownership(kind: "database" | "schema", object: string, holder: string): DeclaredRight[] {
  return [
    ["", "EXISTS", kind, object],
    [holder, "OWNER", kind, object],
  ];
}

/** Who may connect, and use schema public. */
export function connectionGrants(database: string): DeclaredGrant[] {
  const schema = { kind: "schema", object: "public" } as const;
  return [
    ...loginRoles.flatMap((role): DeclaredGrant[] => [
      { role, kind: "database", object: database, privileges: ["CONNECT"] },
      { role, ...schema, privileges: ["USAGE"] },
    ]),
    { role: owner, ...schema, privileges: ["CREATE", "USAGE"] },
  ];
}

function tableRights(tablePrivileges: Record<string, TablePrivileges>): DeclaredGrant[] {
  return Object.entries(tablePrivileges).flatMap(([role, byTable]) =>
    Object.entries(byTable).map(([table, privileges]): DeclaredGrant => {
      return { role, kind: "table", object: `public.${table}`, privileges };
    }),
  );
}

const lockFunctions = [
  ...["pg_advisory_lock", "pg_advisory_unlock", "pg_advisory_xact_lock"],
  ...["pg_try_advisory_lock", "pg_try_advisory_xact_lock"],
].flatMap((name) => [name, `${name}_shared`]);

const functionGrants: DeclaredGrant[] = [
  ...protectionUsers.map((role): DeclaredGrant => {
    return { role, kind: "schema", object: "protection", privileges: ["USAGE"] };
  }),
  ...Object.entries(protectionCallers).flatMap(([name, roles]) =>
    roles.map((role) => mayCall(role, `protection.${name}`)),
  ),
  ...backupFunctionNames.map((name) => mayCall(backup, `pg_catalog.${name}`)),
  ...lockHolders.flatMap((role) =>
    [...lockFunctions, "pg_advisory_unlock_all"].map((name) => mayCall(role, `pg_catalog.${name}`)),
  ),
];

/** What the migration step grants with the tables of the job queue, which change with its library. */
const jobGrants: DeclaredGrant[] = [
  { role: application, kind: "schema", object: jobSchema, privileges: ["USAGE"] },
  ...Object.entries(jobPrivileges).map(([table, privileges]): DeclaredGrant => {
    return { role: application, kind: "table", object: `${jobSchema}.${table}`, privileges: [...privileges] };
  }),
  ...jobFunctions.map((name) => mayCall(application, `${jobSchema}.${name}`)),
];

function mayCall(role: string, object: string): DeclaredGrant {
  return { role, kind: "function", object, privileges: ["EXECUTE"] };
}
