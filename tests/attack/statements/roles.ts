import { group } from "../attack.ts";

const names = ["app", "viewer", "migrator", "backup", "monitor", "guardian"];
const everyRole = ["postgres", "tovplay_keeper", "tovplay_owner", "tovplay_provisioner"];

const own = `'CURRENT_USER'`;

/** Roles, their attributes and memberships. */
export const roles = group("roles", {
  "create a role": "CREATE ROLE loot",
  "create a superuser": "CREATE ROLE loot SUPERUSER LOGIN PASSWORD 'x'",
  "become a superuser": "ALTER ROLE CURRENT_USER SUPERUSER CREATEDB CREATEROLE",
  "get CREATEDB": "ALTER ROLE CURRENT_USER CREATEDB",
  "get CREATEROLE": "ALTER ROLE CURRENT_USER CREATEROLE",
  "get REPLICATION": ["ALTER ROLE CURRENT_USER REPLICATION", "ALTER ROLE tovplay_viewer REPLICATION"],
  "get BYPASSRLS": "ALTER ROLE CURRENT_USER BYPASSRLS",
  "lift one's connection limit": "ALTER ROLE CURRENT_USER CONNECTION LIMIT 1000",
  "lift one's expiry": "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'",
  "let the table owner log in": "ALTER ROLE tovplay_owner LOGIN PASSWORD 'x'",
  "let the database owner log in": "ALTER ROLE tovplay_keeper LOGIN PASSWORD 'x'",
  "open the provisioner's window": "ALTER ROLE tovplay_provisioner LOGIN CREATEROLE VALID UNTIL 'infinity'",
  "give the superuser a password": "ALTER ROLE postgres PASSWORD 'x'",
  "lock the superuser out": "ALTER ROLE postgres NOLOGIN",
  "rename a role": "ALTER ROLE tovplay_app RENAME TO gone",
  "drop the application's role": ["DROP OWNED BY tovplay_app", "DROP ROLE tovplay_app"],
  "drop an unused role": { sql: "DROP ROLE tovplay_provisioner", stopsEverybody: "objects depend on it" },
  "settings of another role": "ALTER ROLE tovplay_app SET statement_timeout = 1",
  "settings of all roles": "ALTER ROLE ALL SET search_path = pg_temp",
  "settings of a role for the database": `ALTER ROLE tovplay_migrator IN DATABASE "TovPlay" SET role = postgres`,
  "one's own password": "ALTER ROLE CURRENT_USER PASSWORD 'changed'",
  "one's own settings": "ALTER ROLE CURRENT_USER SET statement_timeout = 0",
  "comment on a role": "COMMENT ON ROLE tovplay_app IS 'loot'",
  ...Object.fromEntries(
    names.map((name) => [`set the password of ${name}`, `ALTER ROLE tovplay_${name} PASSWORD 'stolen'`]),
  ),
  "become a member of the table owner": "GRANT tovplay_owner TO CURRENT_USER WITH INHERIT TRUE, ADMIN TRUE",
  "become a member of the database owner": "GRANT tovplay_keeper TO CURRENT_USER",
  "make the viewer a member of the table owner": "GRANT tovplay_owner TO tovplay_viewer",
  "make the viewer a member of the superuser": "GRANT postgres TO tovplay_viewer",
  "revoke the migrator's membership": [
    "REVOKE tovplay_owner FROM tovplay_migrator",
    "REVOKE tovplay_owner FROM tovplay_migrator GRANTED BY tovplay_provisioner",
  ],
  "become a member of the provisioner": "GRANT tovplay_provisioner TO CURRENT_USER WITH SET TRUE",
  ...Object.fromEntries(
    [
      "pg_read_server_files",
      "pg_write_server_files",
      "pg_execute_server_program",
      "pg_write_all_data",
      "pg_signal_backend",
      "pg_maintain",
      "pg_create_subscription",
      "pg_checkpoint",
      "pg_use_reserved_connections",
    ].map((predefined) => [`become ${predefined}`, `GRANT ${predefined} TO CURRENT_USER, tovplay_viewer`]),
  ),
  "default privileges on the table owner's tables":
    "ALTER DEFAULT PRIVILEGES FOR ROLE tovplay_owner GRANT ALL ON TABLES TO tovplay_viewer",
  "default privileges on the database owner's tables":
    "ALTER DEFAULT PRIVILEGES FOR ROLE tovplay_keeper GRANT ALL ON TABLES TO tovplay_viewer",
  "default privileges on one's own tables": "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
});

const becoming = (verb: string, name: string) => ({
  sql: [`${verb} ${name}`, `SELECT 1 WHERE current_user = '${name}' AND session_user <> ${own}`],
  proof: "rows" as const,
});

/** Acting as another role in a session. */
export const identities = group("identities", {
  ...Object.fromEntries(
    [...everyRole, "pg_write_all_data", "pg_execute_server_program"].map((name) => [
      `SET ROLE ${name}`,
      becoming("SET ROLE", name),
    ]),
  ),
  ...Object.fromEntries(
    [...everyRole, "tovplay_migrator"].map((name) => [
      `SET SESSION AUTHORIZATION ${name}`,
      becoming("SET SESSION AUTHORIZATION", name),
    ]),
  ),
  ...Object.fromEntries(
    names.map((name) => [
      `SET ROLE tovplay_${name}`,
      {
        sql: [`SET ROLE tovplay_${name}`, `SELECT 1 WHERE current_user <> session_user`],
        proof: "rows" as const,
      },
    ]),
  ),
  "role through set_config": {
    sql: [
      "SELECT set_config('role', 'tovplay_keeper', false)",
      "SELECT 1 WHERE current_user = 'tovplay_keeper'",
    ],
    proof: "rows",
  },
  "role through ROLLBACK TO SAVEPOINT": {
    sql: [
      "BEGIN",
      "SAVEPOINT a",
      "SET LOCAL ROLE postgres",
      "ROLLBACK TO a",
      "SELECT 1 WHERE current_user = 'postgres'",
    ],
    proof: "rows",
    stopsEverybody: "a rollback takes the role back",
  },
});

/** Rights on objects. */
export const grants = group("grants", {
  "rights on all tables": "GRANT ALL ON ALL TABLES IN SCHEMA public TO tovplay_viewer",
  "rights on one table": 'GRANT TRUNCATE, REFERENCES, TRIGGER ON "User" TO tovplay_app',
  "rights for oneself": 'GRANT DELETE ON "User" TO CURRENT_USER, tovplay_monitor',
  "rights on a column": 'GRANT SELECT (password_hash) ON "User" TO tovplay_viewer',
  "rights for PUBLIC": 'GRANT SELECT ON "User" TO PUBLIC',
  "revoke the application's rights": "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM tovplay_app",
  "revoke rights on one table": "REVOKE ALL ON schema_version FROM tovplay_app",
  "rights on the schema": "GRANT CREATE ON SCHEMA public TO tovplay_app",
  "rights on protection": "GRANT ALL ON SCHEMA protection TO tovplay_app",
  "rights on the database": 'GRANT CREATE, TEMPORARY ON DATABASE "TovPlay" TO PUBLIC',
  "connect to postgres": "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
  "lock everybody out": 'REVOKE CONNECT ON DATABASE "TovPlay" FROM tovplay_app',
  "rights on a function": "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO tovplay_viewer",
  "rights to open a window": "GRANT EXECUTE ON FUNCTION protection.open(text, integer) TO PUBLIC",
  "rights on all functions": "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA protection TO PUBLIC",
  "rights on a parameter": "GRANT SET ON PARAMETER session_replication_role TO tovplay_app",
  "rights to change the system": "GRANT ALTER SYSTEM ON PARAMETER archive_command TO tovplay_app",
  "rights on a language": {
    sql: "GRANT USAGE ON LANGUAGE c TO PUBLIC",
    stopsEverybody: "C is not a trusted language",
  },
  "rights on a tablespace": "GRANT CREATE ON TABLESPACE pg_default TO PUBLIC",
  "rights on a foreign-data wrapper": [
    "CREATE FOREIGN DATA WRAPPER loot",
    "GRANT USAGE ON FOREIGN DATA WRAPPER loot TO PUBLIC",
  ],
});
