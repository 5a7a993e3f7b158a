import { connectionLimit, databaseRoles, keeper, loginRoles, owner } from "./roles.ts";
import type { TablePrivileges } from "./table-grants.ts";

/** The same privileges of one role on one thing. */
export interface DeclaredGrant {
  /** A role, or PUBLIC. */
  role: string;
  kind: "database" | "schema" | "table" | "function";
  /** With its schema: `public.User`. */
  object: string;
  privileges: string[];
}

/** Everything that anybody may do in a database, as the guardian compares it with what is there; see app/guardian/src/access. */
export interface DeclaredAccess {
  superuser: string;
  /** May log in while a deployment runs; watched by that. */
  windowRole: string;
  roles: {
    name: string;
    login: boolean;
    inherit: boolean;
    replication: boolean;
    connectionLimit: number;
    memberOf: string[];
  }[];
  databases: { name: string; owner: string }[];
  schemas: { name: string; owner: string }[];
  /** Who may own tables. */
  owners: string[];
  /** Who may read whatever is in schema public, because nobody logs in as it. */
  readers: string[];
  grants: DeclaredGrant[];
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

/** Access as `DatabaseAccess`, `TableAccess` and `DatabaseProtection` declare it, in one value. */
export function declaredAccess({
  database,
  poolConnections,
  tablePrivileges,
}: DeclaredAccessArgs): DeclaredAccess {
  const tables = Object.entries(tablePrivileges).flatMap(([role, byTable]) =>
    Object.entries(byTable).map(([table, privileges]): DeclaredGrant => {
      return { role, kind: "table", object: `public.${table}`, privileges };
    }),
  );
  return {
    superuser: "postgres",
    windowRole: "tovplay_provisioner",
    roles: databaseRoles.map((role) => ({
      name: role.name,
      login: role.login,
      inherit: role.inherit,
      replication: role.replication,
      connectionLimit: connectionLimit(role, poolConnections),
      memberOf: role.memberOf,
    })),
    databases: [{ name: database, owner: keeper }],
    schemas: [
      { name: "public", owner: "pg_database_owner" },
      { name: "protection", owner: keeper },
    ],
    owners: [keeper, owner],
    readers: [keeper],
    grants: [...connections(database), ...protectionGrants, ...backupGrants, ...lockGrants, ...tables],
  };
}

function connections(database: string): DeclaredGrant[] {
  const schema = { kind: "schema", object: "public" } as const;
  return [
    ...loginRoles.flatMap((role): DeclaredGrant[] => [
      { role, kind: "database", object: database, privileges: ["CONNECT"] },
      { role, ...schema, privileges: ["USAGE"] },
    ]),
    { role: owner, ...schema, privileges: ["CREATE", "USAGE"] },
  ];
}

const measurers = ["tovplay_guardian", "tovplay_viewer", "tovplay_backup"];

/** Functions of schema protection, and who calls them: as templates/postgresql/protection/80-access.sql grants them. */
const callers: Record<string, string[]> = {
  open: ["tovplay_migrator"],
  close: ["tovplay_migrator"],
  is_open: ["tovplay_migrator", "tovplay_guardian", "tovplay_viewer"],
  beat: ["tovplay_guardian"],
  row_counts: measurers,
  integrity_findings: measurers,
  content_hashes: ["tovplay_backup"],
  access_list: measurers,
};

const protectionGrants: DeclaredGrant[] = [
  ...[...measurers, "tovplay_migrator"].map((role): DeclaredGrant => {
    return { role, kind: "schema", object: "protection", privileges: ["USAGE"] };
  }),
  ...Object.entries(callers).flatMap(([name, roles]) =>
    roles.map((role) => mayCall(role, `protection.${name}`)),
  ),
];

/** What a base backup calls: as templates/postgresql/backup-functions.sql grants it. */
const backupGrants = ["pg_backup_start", "pg_backup_stop", "pg_switch_wal", "pg_create_restore_point"].map(
  (name) => mayCall("tovplay_backup", `pg_catalog.${name}`),
);

const lockFunctions = [
  ...["pg_advisory_lock", "pg_advisory_unlock", "pg_advisory_xact_lock"],
  ...["pg_try_advisory_lock", "pg_try_advisory_xact_lock"],
].flatMap((name) => [name, `${name}_shared`]);

/** Those who wait for one another by advisory locks: as templates/postgresql/public-functions.sql grants them, to nobody else. */
const lockGrants = [owner, "tovplay_migrator", "tovplay_backup", "tovplay_provisioner"].flatMap((role) =>
  [...lockFunctions, "pg_advisory_unlock_all"].map((name) => mayCall(role, `pg_catalog.${name}`)),
);

function mayCall(role: string, object: string): DeclaredGrant {
  return { role, kind: "function", object, privileges: ["EXECUTE"] };
}
