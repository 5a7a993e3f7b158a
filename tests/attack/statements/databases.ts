import { group } from "../attack.ts";

const template = "the database is a template, which DROP DATABASE refuses";

const busy = "sessions are open in it";

/** Databases and their settings. */
export const databases = group("databases", {
  "drop the database": { sql: 'DROP DATABASE "TovPlay"', stopsEverybody: template },
  "drop the database by force": { sql: 'DROP DATABASE "TovPlay" WITH (FORCE)', stopsEverybody: template },
  "drop the database from another one": {
    sql: 'DROP DATABASE "TovPlay" WITH (FORCE)',
    login: { database: "postgres" },
    stopsEverybody: template,
  },
  "drop the database after removing the template flag": {
    sql: ['ALTER DATABASE "TovPlay" IS_TEMPLATE false', 'DROP DATABASE "TovPlay" WITH (FORCE)'],
    login: { database: "postgres" },
  },
  "drop the maintenance database": "DROP DATABASE postgres WITH (FORCE)",
  "rename the database": {
    sql: 'ALTER DATABASE "TovPlay" RENAME TO gone',
    login: { database: "postgres" },
    stopsEverybody: busy,
  },
  "take over the database": 'ALTER DATABASE "TovPlay" OWNER TO CURRENT_USER',
  "remove the template flag": 'ALTER DATABASE "TovPlay" IS_TEMPLATE false',
  "refuse all connections": {
    sql: 'ALTER DATABASE "TovPlay" ALLOW_CONNECTIONS false',
    login: { database: "postgres" },
  },
  "limit connections to none": 'ALTER DATABASE "TovPlay" CONNECTION LIMIT 0',
  "move the database to another tablespace": {
    sql: 'ALTER DATABASE "TovPlay" SET TABLESPACE pg_global',
    stopsEverybody: busy,
  },
  "set a setting for the database": 'ALTER DATABASE "TovPlay" SET search_path = pg_temp',
  "end every statement of the database": 'ALTER DATABASE "TovPlay" SET statement_timeout = 1',
  "reset the database's settings": [
    'ALTER DATABASE "TovPlay" SET work_mem = 65',
    'ALTER DATABASE "TovPlay" RESET ALL',
    'ALTER DATABASE "TovPlay" SET lock_timeout = 1',
  ],
  "refresh the collation version": {
    sql: 'ALTER DATABASE "TovPlay" REFRESH COLLATION VERSION',
    proof: "done",
  },
  "create a database": "CREATE DATABASE loot",
  "copy the database as a template": {
    sql: 'CREATE DATABASE loot TEMPLATE "TovPlay"',
    login: { database: "postgres" },
    stopsEverybody: busy,
  },
  "copy the database while connected": {
    sql: 'CREATE DATABASE loot TEMPLATE "TovPlay" STRATEGY file_copy',
    stopsEverybody: busy,
  },
  "comment on the database": `COMMENT ON DATABASE "TovPlay" IS 'pay 1 coin'`,
  "label the database": {
    sql: `SECURITY LABEL ON DATABASE "TovPlay" IS 'x'`,
    stopsEverybody: "no label provider is loaded",
  },
  "create a tablespace": {
    sql: "CREATE TABLESPACE loot LOCATION '/tmp/attack-tablespace'",
    stopsEverybody: "the directory does not exist",
  },
  "create a tablespace in place": [
    "SET allow_in_place_tablespaces = on",
    "CREATE TABLESPACE loot LOCATION ''",
  ],
  "move the default tablespace": "ALTER TABLESPACE pg_default OWNER TO CURRENT_USER",
  "rename a tablespace": "ALTER TABLESPACE pg_default RENAME TO loot",
});

/** Logins that every role must be refused. */
export const logins = group(
  "logins",
  {
    "connect to postgres": { sql: "SELECT 1", login: { database: "postgres" } },
    "connect to template1": { sql: "SELECT 1", login: { database: "template1" } },
    "connect to template0": {
      sql: "SELECT 1",
      login: { database: "template0" },
      stopsEverybody: "template0 takes no connections",
    },
    "log in as the superuser": {
      sql: "SELECT 1",
      login: { user: "postgres" },
      stopsEverybody: "the superuser has no password",
    },
    "log in as the superuser without a password": {
      sql: "SELECT 1",
      login: { user: "postgres", password: "" },
      stopsEverybody: "the superuser has no password",
    },
    "log in as the table owner": {
      sql: "SELECT 1",
      login: { user: "tovplay_owner" },
      stopsEverybody: "the table owner cannot log in",
    },
    "log in as the database owner": {
      sql: "SELECT 1",
      login: { user: "tovplay_keeper" },
      stopsEverybody: "the database owner cannot log in",
    },
    "log in as the provisioner": {
      sql: "SELECT 1",
      login: { user: "tovplay_provisioner" },
      stopsEverybody: "the provisioner cannot log in while its window is closed",
    },
    "log in as a predefined role": {
      sql: "SELECT 1",
      login: { user: "pg_read_all_data" },
      stopsEverybody: "predefined roles cannot log in",
    },
    ...Object.fromEntries(
      ["app", "viewer", "migrator", "backup", "monitor", "guardian"].map((role) => [
        `log in as the ${role} with a wrong password`,
        {
          sql: "SELECT 1",
          login: { user: `tovplay_${role}`, password: "not the password" },
          stopsEverybody: "the password is wrong",
        },
      ]),
    ),
  },
  { proof: "login" },
);
