import { group } from "../attack.ts";

/** Extensions, libraries, languages and foreign servers: ways out of the database. */
export const extensions = group("extensions", {
  ...Object.fromEntries(
    [
      "dblink",
      "file_fdw",
      "postgres_fdw",
      "lo",
      "pageinspect",
      "pg_surgery",
      "pg_visibility",
      "pgrowlocks",
      "amcheck",
      "pg_buffercache",
      "pg_walinspect",
      "pgcrypto",
      "citext",
      "pg_stat_statements",
      "tablefunc",
    ].map((name) => [`extension ${name}`, `CREATE EXTENSION ${name}`]),
  ),
  ...Object.fromEntries(
    ["plpython3u", "plperlu", "pltclu", "adminpack"].map((name) => [
      `extension ${name}`,
      { sql: `CREATE EXTENSION ${name}`, stopsEverybody: "the image does not have it" },
    ]),
  ),
  "drop plpgsql": "DROP EXTENSION plpgsql CASCADE",
  "drop pgaudit": { sql: "DROP EXTENSION pgaudit CASCADE" },
  "a language": "CREATE LANGUAGE loot HANDLER plpgsql_call_handler",
  "a language in C": {
    sql: "CREATE OR REPLACE FUNCTION system(cstring) RETURNS int AS '/lib/x86_64-linux-gnu/libc.so.6', 'system' LANGUAGE c",
    stopsEverybody: "libc is not a PostgreSQL module",
  },
  "a function of the server's own code":
    "CREATE FUNCTION loot(oid) RETURNS void AS 'pg_terminate_backend' LANGUAGE internal",
  "a foreign-data wrapper": "CREATE FOREIGN DATA WRAPPER loot",
  "a foreign server": [
    "CREATE EXTENSION postgres_fdw",
    "CREATE SERVER loot FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '192.0.2.1')",
  ],
  "a user mapping": [
    "CREATE EXTENSION postgres_fdw",
    "CREATE SERVER loot FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1')",
    "CREATE USER MAPPING FOR PUBLIC SERVER loot OPTIONS (user 'postgres')",
  ],
  "a file as a table": [
    "CREATE EXTENSION file_fdw",
    "CREATE SERVER loot FOREIGN DATA WRAPPER file_fdw",
    "CREATE FOREIGN TABLE passwd (line text) SERVER loot OPTIONS (filename '/etc/passwd')",
  ],
  "a program as a table": [
    "CREATE EXTENSION file_fdw",
    "CREATE SERVER loot FOREIGN DATA WRAPPER file_fdw",
    "CREATE FOREIGN TABLE id (line text) SERVER loot OPTIONS (program 'id')",
  ],
  "a foreign schema": [
    "CREATE EXTENSION postgres_fdw",
    "CREATE SERVER loot FOREIGN DATA WRAPPER postgres_fdw",
    "DROP SERVER loot",
  ],
  "an access method": "CREATE ACCESS METHOD loot TYPE TABLE HANDLER heap_tableam_handler",
  "a conversion": "CREATE CONVERSION loot FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
  "a text search dictionary of a file": {
    sql: "CREATE TEXT SEARCH DICTIONARY loot (TEMPLATE = synonym, SYNONYMS = '../../../../../etc/passwd')",
    stopsEverybody: "the file name may not contain a path",
  },
});

const definer = (body: string) =>
  `CREATE FUNCTION loot() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN ${body}; RETURN 1; END $f$`;

/** Functions, operators and everything else that makes another session run the attacker's code. */
export const code = group("functions", {
  "a function": "CREATE FUNCTION loot() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  "a function with its owner's rights": definer("PERFORM 1"),
  "a function that grants": [definer("EXECUTE 'GRANT tovplay_owner TO tovplay_app'"), "SELECT loot()"],
  "a procedure that drops": [
    `CREATE PROCEDURE loot() LANGUAGE plpgsql AS $f$ BEGIN EXECUTE 'DROP TABLE "Game" CASCADE'; END $f$`,
    "CALL loot()",
  ],
  "a function in a temporary schema": {
    sql: ["CREATE FUNCTION pg_temp.loot() RETURNS int LANGUAGE sql AS 'SELECT 1'", "SELECT pg_temp.loot()"],
    proof: "done",
  },
  "replace protection.is_open":
    "CREATE OR REPLACE FUNCTION protection.is_open() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
  "replace every function of protection": `DO $$ DECLARE f record; BEGIN
      FOR f IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'protection'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY INVOKER', f.name); END LOOP; END $$`,
  "drop every function of protection": `DO $$ DECLARE f record; BEGIN
      FOR f IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'protection'::regnamespace LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', f.name); END LOOP; END $$`,
  "take over every function of protection": `DO $$ DECLARE f record; BEGIN
      FOR f IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'protection'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO CURRENT_USER', f.name); END LOOP; END $$`,
  "give protection's functions a search path": `DO $$ DECLARE f record; BEGIN
      FOR f IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'protection'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public', f.name); END LOOP; END $$`,
  "shadow a built-in function":
    "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT '2000-01-01'::timestamptz $$",
  "shadow a function with a more specific type":
    "CREATE FUNCTION public.format(text, text) RETURNS text LANGUAGE sql AS $$ SELECT 'loot' $$",
  "shadow in the catalogue's schema":
    "CREATE FUNCTION pg_catalog.loot() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  "shadow a table for a definer's function": {
    sql: ["CREATE TEMP TABLE change_window (id bigint, until timestamptz)", "SELECT 1"],
    proof: "done",
  },
  "drop a table inside DO": `DO $$ BEGIN EXECUTE 'DROP TABLE "UserNotifications"'; END $$`,
  "truncate inside DO, error caught": `DO $$ BEGIN
      BEGIN EXECUTE 'TRUNCATE "UserFriends" CASCADE'; EXCEPTION WHEN OTHERS THEN
        EXECUTE 'DELETE FROM "ScheduledSession"'; END; END $$`,
  "an operator": "CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
  "a cast": [
    "CREATE FUNCTION loot(text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "CREATE CAST (text AS bigint) WITH FUNCTION loot(text) AS IMPLICIT",
  ],
  "an operator class": "CREATE OPERATOR FAMILY loot USING btree",
  "an aggregate": "CREATE AGGREGATE loot (int) (SFUNC = int4pl, STYPE = int)",
  "drop an operator": { sql: "DROP OPERATOR = (text, text)", stopsEverybody: "the system needs it" },
  "a leaky function over a view": {
    sql: [
      `CREATE FUNCTION loot(text) RETURNS boolean COST 0.0001 LANGUAGE plpgsql AS $f$
        BEGIN RAISE NOTICE '%', $1; RETURN true; END $f$`,
      'SELECT * FROM "User" WHERE loot(password_hash)',
    ],
  },
  "a check that runs as the writer": [
    `CREATE FUNCTION loot(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'`,
    'ALTER TABLE "Game" ADD CONSTRAINT loot CHECK (loot(name))',
  ],
  "an index expression that runs as the owner": [
    `CREATE FUNCTION loot(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1'`,
    'CREATE INDEX loot ON "Game" (loot(name))',
  ],
  "drop a schema by EXECUTE inside DO": [
    "PREPARE loot AS SELECT 1",
    `DO $$ BEGIN EXECUTE 'DROP SCHEMA public CASCADE'; END $$`,
  ],
  "several statements in one message": 'SELECT 1; DROP TABLE "UserSession"; SELECT 1',
  "a comment that hides a statement": `/* SELECT 1 */ DROP /* x */ TABLE -- y
    "UserSession"`,
  "end the transaction in between": `BEGIN; SELECT 1; COMMIT; TRUNCATE "UserSession"; COMMIT`,
  "delete inside a CTE": {
    sql: `WITH gone AS (DELETE FROM "UserNotifications" RETURNING 1) SELECT count(*) FROM gone`,
  },
  "delete by a prepared statement": [`PREPARE loot AS DELETE FROM "ScheduledSession"`, "EXECUTE loot"],
  "a cursor that keeps everything": {
    sql: [
      "BEGIN",
      'DECLARE c CURSOR WITH HOLD FOR SELECT password_hash FROM "User"',
      "COMMIT",
      "FETCH ALL FROM c",
    ],
    proof: "rows",
  },
  "a view with a function of protection": "CREATE VIEW loot AS SELECT protection.is_open()",
  "export the database as XML": { sql: "SELECT database_to_xml(true, true, '')", proof: "rows" },
  "read through query_to_xml": {
    sql: `SELECT query_to_xml('SELECT password_hash FROM "User"', true, true, '')`,
    proof: "rows",
  },
});
