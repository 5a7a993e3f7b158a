import { timeLimits } from "../../app/runtime/src/time-limits.ts";

/** How a role may be used. */
export interface DatabaseRole {
  name: string;
  login: boolean;
  /** Use the rights of the roles it is a member of without asking (SET ROLE otherwise). */
  inherit: boolean;
  /** Roles it is a member of. */
  memberOf: string[];
  /** Sessions at once; -1 means no limit of its own, and `pool` what the pooler needs of the application's. */
  connectionLimit: number | "pool";
  /** May stream the write-ahead log and copy the cluster. */
  replication: boolean;
  /** Longest statement in milliseconds; undefined means the server's own limit. */
  statementTimeout?: number;
  /** Longest transaction in which nothing is asked, in milliseconds; undefined means the server's own limit. */
  idleInTransactionSessionTimeout?: number;
}

/** The role that owns the database itself and what protects it; nobody can log in as it or become it. */
export const databaseOwner = "tovplay_keeper";

/** The role that owns the application's tables; nobody can log in as it, migrations become it. */
export const owner = "tovplay_owner";

/** The role that the backend logs in as. */
export const application = "tovplay_app";

/** The role that copies the database and streams its log. */
export const backup = "tovplay_backup";

const ownsOnly = { login: false, inherit: false, memberOf: [], connectionLimit: -1, replication: false };
const login = { ...ownsOnly, login: true, inherit: true, statementTimeout: 30_000 };

/** Every role of the application's database, those first of which others are members. */
export const databaseRoles: DatabaseRole[] = [
  { ...ownsOnly, name: databaseOwner },
  { ...ownsOnly, name: owner },
  {
    ...login,
    name: "tovplay_migrator",
    inherit: false,
    memberOf: [owner],
    connectionLimit: 3,
    statementTimeout: timeLimits.migration.statement,
  },
  {
    ...login,
    name: application,
    connectionLimit: "pool",
    statementTimeout: timeLimits.application.statement,
    idleInTransactionSessionTimeout: timeLimits.application.idleInTransaction,
  },
  { ...login, name: "tovplay_viewer", connectionLimit: 5 },
  { ...login, name: "tovplay_monitor", memberOf: ["pg_monitor"], connectionLimit: 5 },
  {
    ...login,
    name: backup,
    memberOf: ["pg_read_all_data", "pg_read_all_settings"],
    connectionLimit: 10,
    replication: true,
    // As good as none: a dump is one statement after the other that each read a whole table. 0 would be the server's 30 s.
    statementTimeout: timeLimits.backup.statement,
  },
  { ...login, name: "tovplay_guardian", memberOf: ["pg_monitor"], connectionLimit: 5 },
];

/** Roles somebody or something logs in as. */
export const loginRoles = databaseRoles.filter((role) => role.login).map((role) => role.name);

/** Server connections of the pooler for sessions that last: two releases of the backend side by side have five each. */
export const sessionConnections = 12;

/**
 * Sessions that a role may have at once.
 * @param poolConnections server connections of all poolers together
 */
export function connectionLimit({ connectionLimit: limit }: DatabaseRole, poolConnections: number): number {
  // A pooler that is replaced leaves sessions behind for a moment, and people look around as the application.
  return limit === "pool" ? poolConnections + sessionConnections + 10 : limit;
}

/** Predefined roles that reach files, programs, other sessions or the server itself: granted to nobody. */
export const forbiddenRoles = [
  "pg_read_server_files",
  "pg_write_server_files",
  "pg_execute_server_program",
  "pg_signal_backend",
  "pg_checkpoint",
  "pg_create_subscription",
  "pg_maintain",
  "pg_use_reserved_connections",
  "pg_write_all_data",
];
