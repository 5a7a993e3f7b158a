import { group } from "../attack.ts";

/** Without their schema, tables or owner the event triggers fail, and so does the statement that removed them. */
const judged = "without it the event triggers refuse everything";

/** Schemas. */
export const schemas = group("schemas", {
  "drop schema public": "DROP SCHEMA public CASCADE",
  "drop schema protection": "DROP SCHEMA protection CASCADE",
  "rename schema public": "ALTER SCHEMA public RENAME TO gone",
  "rename schema protection": { sql: "ALTER SCHEMA protection RENAME TO gone", stopsEverybody: judged },
  "take over schema public": "ALTER SCHEMA public OWNER TO CURRENT_USER",
  "take over schema protection": {
    sql: "ALTER SCHEMA protection OWNER TO CURRENT_USER",
    stopsEverybody: judged,
  },
  "create a schema": "CREATE SCHEMA loot",
  "create a schema with a table": "CREATE SCHEMA loot CREATE TABLE t (id int)",
  "create a table in protection": "CREATE TABLE protection.loot (id int)",
  "hide a table in another schema": ["CREATE SCHEMA loot", 'ALTER TABLE "User" SET SCHEMA loot'],
});

/** Tables and the objects that belong to them. */
export const tables = group("tables", {
  "drop UserNotifications": 'DROP TABLE "UserNotifications"',
  "drop User with everything on it": 'DROP TABLE "User" CASCADE',
  "drop several tables": 'DROP TABLE IF EXISTS "GameRequest", "ScheduledSession", "Game" CASCADE',
  "drop everything one owns": "DROP OWNED BY CURRENT_USER CASCADE",
  "drop everything the table owner owns": "DROP OWNED BY tovplay_owner CASCADE",
  "drop audit_log": "DROP TABLE audit_log",
  "drop DeleteAuditLog": 'DROP TABLE "DeleteAuditLog"',
  "drop ConnectionAuditLog": 'DROP TABLE "ConnectionAuditLog"',
  "drop BackupLog": 'DROP TABLE "BackupLog" CASCADE',
  "drop ProtectionStatus": 'DROP VIEW "ProtectionStatus"',
  "drop the change windows": {
    sql: "DROP TABLE protection.change_window CASCADE",
    stopsEverybody: judged,
  },
  "truncate User": 'TRUNCATE "User" CASCADE',
  "truncate Game": 'TRUNCATE "Game" RESTART IDENTITY CASCADE',
  "truncate only GameRequest": 'TRUNCATE ONLY "GameRequest", "ScheduledSession"',
  "truncate audit_log": "TRUNCATE audit_log",
  "truncate DeleteAuditLog": [
    `INSERT INTO "DeleteAuditLog" (deleted_at, table_name, old_row) VALUES (now(), 'User', '{}')`,
    'TRUNCATE "DeleteAuditLog"',
  ],
  "rename User": 'ALTER TABLE "User" RENAME TO gone',
  "rename a column": 'ALTER TABLE "User" RENAME COLUMN email TO gone',
  "drop a column": 'ALTER TABLE "User" DROP COLUMN email',
  "add a column": 'ALTER TABLE "User" ADD COLUMN loot text',
  "empty a column by changing its type": `ALTER TABLE "UserProfile" ALTER COLUMN about TYPE text USING ''`,
  "change a default": `ALTER TABLE "User" ALTER COLUMN created_at SET DEFAULT '-infinity'`,
  "drop a constraint": 'ALTER TABLE "GameRequest" DROP CONSTRAINT "GameRequest_not_to_oneself"',
  "drop a primary key": 'ALTER TABLE "User" DROP CONSTRAINT "User_pkey" CASCADE',
  "drop an index": 'DROP INDEX "User_email_key"',
  "take over User": 'ALTER TABLE "User" OWNER TO CURRENT_USER',
  "take over everything of the table owner": "REASSIGN OWNED BY tovplay_owner TO CURRENT_USER",
  "give User to the viewer": 'ALTER TABLE "User" OWNER TO tovplay_viewer',
  "inherit from User": 'CREATE TABLE loot () INHERITS ("User")',
  "let User inherit": ["CREATE TABLE loot (id int)", 'ALTER TABLE "User" INHERIT loot'],
  "attach as a partition": [
    `CREATE TABLE loot (LIKE "Game") PARTITION BY RANGE (created_at)`,
    'ALTER TABLE loot ATTACH PARTITION "Game" DEFAULT',
  ],
  "swallow writes with a rule": 'CREATE RULE loot AS ON INSERT TO "User" DO INSTEAD NOTHING',
  "swallow the record of deletions with a rule":
    'CREATE RULE loot AS ON INSERT TO "DeleteAuditLog" DO INSTEAD NOTHING',
  "make UserSession unlogged": 'ALTER TABLE "UserSession" SET UNLOGGED',
  "make an index unusable": 'CREATE UNIQUE INDEX loot ON "User" ((1)) WHERE false',
  "hide every row by row security": 'ALTER TABLE "User" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
  "a policy on User": 'CREATE POLICY loot ON "User" USING (false)',
  "replica identity full": 'ALTER TABLE "User" REPLICA IDENTITY FULL',
  "storage options": 'ALTER TABLE "User" SET (autovacuum_enabled = false)',
  "cluster mark": 'ALTER TABLE "User" CLUSTER ON "User_pkey"',
  statistics: 'CREATE STATISTICS loot ON username, email FROM "User"',
  "comment on a table": `COMMENT ON TABLE "User" IS 'pay 1 coin'`,
  "a new table": "CREATE TABLE loot AS SELECT 1 AS x",
  "a ransom note": [
    `CREATE TABLE readme_to_recover (note text)`,
    "INSERT INTO readme_to_recover VALUES ('pay')",
  ],
  "select into": 'SELECT id INTO loot FROM "Game"',
  "a temporary table": { sql: "CREATE TEMP TABLE loot (id int)", proof: "done" },
  "a view over passwords": 'CREATE VIEW loot AS SELECT password_hash FROM "User"',
  "a materialized view": 'CREATE MATERIALIZED VIEW loot AS SELECT * FROM "Game"',
  "replace ProtectionStatus": `CREATE OR REPLACE VIEW "ProtectionStatus" AS
    SELECT 'drops' COLLATE "C" AS name, true AS armed, now() AS since, 'all is well' COLLATE "C" AS detail`,
  "a sequence": "CREATE SEQUENCE loot",
  "set audit_log's sequence back": "SELECT setval(pg_get_serial_sequence('audit_log', 'id'), 100000)",
  "set DeleteAuditLog's sequence to its end":
    "SELECT setval(pg_get_serial_sequence('\"DeleteAuditLog\"', 'id'), 9223372036854775807)",
  "restart an identity": "ALTER TABLE audit_log ALTER COLUMN id RESTART WITH 1000",
  "a type": "CREATE TYPE loot AS (id int)",
  "a domain": "CREATE DOMAIN loot AS text",
  "a collation": 'CREATE COLLATION loot FROM "C"',
});

/** Triggers, which record and refuse. */
export const triggers = group("triggers", {
  "disable User's triggers": 'ALTER TABLE "User" DISABLE TRIGGER ALL',
  "disable User's own triggers": 'ALTER TABLE "GameRequest" DISABLE TRIGGER USER',
  "drop User's triggers": `DO $$ DECLARE t record; BEGIN
      FOR t IN SELECT tgname, tgrelid::regclass AS on FROM pg_trigger WHERE NOT tgisinternal LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.on); END LOOP; END $$`,
  "a trigger that swallows inserts": [
    `CREATE FUNCTION loot() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    'CREATE TRIGGER aaa BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION loot()',
  ],
  "a trigger of a built-in function": `CREATE TRIGGER aaa BEFORE UPDATE ON "User"
    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  "drop the event triggers": `DO $$ DECLARE t record; BEGIN
      FOR t IN SELECT evtname FROM pg_event_trigger LOOP
        EXECUTE format('DROP EVENT TRIGGER %I', t.evtname); END LOOP; END $$`,
  "disable the event triggers": `DO $$ DECLARE t record; BEGIN
      FOR t IN SELECT evtname FROM pg_event_trigger LOOP
        EXECUTE format('ALTER EVENT TRIGGER %I DISABLE', t.evtname); END LOOP; END $$`,
  "rename the event triggers": {
    sql: `DO $$ DECLARE t record; BEGIN
      FOR t IN SELECT evtname FROM pg_event_trigger LOOP
        EXECUTE format('ALTER EVENT TRIGGER %I RENAME TO %I', t.evtname, 'x' || t.evtname); END LOOP; END $$`,
  },
  "a new event trigger": [
    `CREATE FUNCTION loot() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
    "CREATE EVENT TRIGGER loot ON ddl_command_start EXECUTE FUNCTION loot()",
  ],
  "switch event triggers off": { sql: "SET event_triggers = off", proof: "done" },
  "act as a replica, which fires no triggers": {
    sql: "SET session_replication_role = replica",
    proof: "done",
  },
  "act as a replica for one transaction": {
    sql: ["BEGIN", "SET LOCAL session_replication_role = replica", "COMMIT"],
    proof: "done",
  },
  "act as a replica through set_config": {
    sql: "SELECT set_config('session_replication_role', 'replica', false)",
    proof: "done",
  },
});
