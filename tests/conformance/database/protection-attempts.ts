/** What a role tries, and how it is refused. */
export interface Attempt {
  role: string;
  /** Run in one session, in this order; the last one is refused. */
  statements: string[];
  because: { code: string } | { message: RegExp };
}

const byProtection = { code: "TP001" };
const noRight = { code: "42501" };
const asTableOwner = "SET ROLE tovplay_owner";
const asDatabaseOwner = "SET ROLE tovplay_keeper";

const of = (
  role: string,
  because: Attempt["because"],
  statements: string[],
  before: string[] = [],
): Attempt[] => statements.map((statement) => ({ role, statements: [...before, statement], because }));

const structure = [
  'DROP TABLE "UserFriends"',
  'DROP TABLE "User" CASCADE',
  "DROP SCHEMA public CASCADE",
  "DROP SCHEMA protection CASCADE",
  "DROP FUNCTION protection.judge_start() CASCADE",
  'DROP INDEX "User_email_key"',
  'DROP INDEX CONCURRENTLY "UserSession_user_id_idx"',
  'DROP VIEW "ProtectionStatus"',
  'ALTER TABLE "User" DROP COLUMN email',
  'ALTER TABLE "User" RENAME TO "Other"',
  'ALTER TABLE "User" DISABLE TRIGGER ALL',
  'ALTER TABLE "User" ALTER COLUMN username TYPE varchar(40)',
  'ALTER TABLE "UserFriends" SET UNLOGGED',
  'DO $$ BEGIN DROP TABLE "User" CASCADE; END $$',
  "DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident('User') || ' CASCADE'; END $$",
];

/** What the owner of the tables could do without protection. */
const ownersOwn = [
  ...structure,
  'TRUNCATE "User" CASCADE',
  'TRUNCATE "UserFriends"',
  "TRUNCATE schema_version",
  "TRUNCATE audit_log",
  "DROP OWNED BY tovplay_owner CASCADE",
  "UPDATE audit_log SET success = true",
  "CREATE FUNCTION public.format(text, text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
  `UPDATE "User" SET email = id || '@example.org'`,
  `INSERT INTO "Game" (name, max_players) VALUES ('Chess', 2) ON CONFLICT (id) DO UPDATE SET name = 'Go'`,
  "COMMENT ON TABLE \"User\" IS 'mine'",
  'GRANT ALL ON "User" TO tovplay_app',
  "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO tovplay_app",
  'CREATE TRIGGER a BEFORE DELETE ON "User" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  'CREATE RULE r AS ON DELETE TO "User" DO INSTEAD NOTHING',
  'CREATE POLICY p ON "User" USING (false)',
];

export const attempts: Attempt[] = [
  ...of("tovplay_app", byProtection, structure),
  ...of("tovplay_viewer", byProtection, ['DROP TABLE "User"', 'ALTER TABLE "Game" ADD x int']),
  ...of("tovplay_app", noRight, [
    'TRUNCATE "Game"',
    "SELECT protection.open('a reason that is long enough', 5)",
    "SELECT protection.close()",
    "UPDATE protection.change_window SET until = now() + interval '1 h'",
    `INSERT INTO "DeleteAuditLog" (table_name, old_row, database_role) VALUES ('User', '{}', 'postgres')`,
    'DELETE FROM "DeleteAuditLog"',
    "SET session_replication_role = replica",
    "SET event_triggers = off",
    "SET SESSION AUTHORIZATION postgres",
    "SET ROLE tovplay_keeper",
    "CREATE EVENT TRIGGER mine ON sql_drop EXECUTE FUNCTION protection.judge_drop()",
    "DROP EVENT TRIGGER protection_start",
    "ALTER EVENT TRIGGER protection_start DISABLE",
  ]),
  ...of("tovplay_migrator", byProtection, ownersOwn, [asTableOwner]),
  ...of(
    "tovplay_migrator",
    byProtection,
    ["DROP TABLE spare"],
    [asTableOwner, "CREATE TABLE IF NOT EXISTS spare (id int)"],
  ),
  {
    role: "tovplay_migrator",
    statements: [
      asTableOwner,
      `CREATE OR REPLACE FUNCTION wipe() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN DROP TABLE "User" CASCADE; END $$`,
      "SELECT wipe()",
    ],
    because: byProtection,
  },
  ...of("tovplay_migrator", byProtection, [
    "SELECT protection.open('too short', 5)",
    "SELECT protection.open(NULL, 5)",
    "SELECT protection.open('a reason that is long enough', 61)",
    "SELECT protection.open('a reason that is long enough', 0)",
    "SELECT protection.open('a reason that is long enough', NULL)",
  ]),
  ...of(
    "tovplay_migrator",
    noRight,
    [
      "SET session_replication_role = replica",
      "SET event_triggers = off",
      "INSERT INTO protection.change_window (reason, until) VALUES ('a reason that is long enough', now() + interval '1 h')",
      "CREATE OR REPLACE FUNCTION protection.is_open() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
      "INSERT INTO \"DeleteAuditLog\" (table_name, old_row) VALUES ('User', '{}')",
      'TRUNCATE "DeleteAuditLog"',
    ],
    [asTableOwner],
  ),
  // The provisioner can log in during a deployment; even then it is refused these.
  ...of("tovplay_provisioner", byProtection, [
    ...ownersOwn.filter((statement) => !/GRANT/.test(statement)),
    "CREATE TABLE mine (id int)",
    'GRANT TRUNCATE ON "User" TO tovplay_app',
    'GRANT UPDATE ON "DeleteAuditLog" TO tovplay_app',
    'GRANT INSERT ON "DeleteAuditLog" TO tovplay_app',
    "GRANT UPDATE (success) ON audit_log TO tovplay_app",
    'GRANT SELECT ON "User" TO PUBLIC',
    'GRANT SELECT ON "User" TO tovplay_app WITH GRANT OPTION',
  ]),
  ...of(
    "tovplay_provisioner",
    byProtection,
    [
      "CREATE OR REPLACE FUNCTION protection.is_open() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
      "CREATE OR REPLACE FUNCTION protection.judge_start() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
      "DROP SCHEMA protection CASCADE",
      "DROP FUNCTION protection.judge_start() CASCADE",
      "ALTER FUNCTION protection.judge_start() RENAME TO other",
      "ALTER SCHEMA protection RENAME TO other",
      "GRANT EXECUTE ON FUNCTION protection.open(text, integer) TO tovplay_app",
      "GRANT USAGE ON SCHEMA protection TO tovplay_app",
      "GRANT UPDATE ON protection.change_window TO tovplay_migrator",
      `INSERT INTO "DeleteAuditLog" (table_name, old_row, database_role) VALUES ('User', '{}', 'tovplay_app')`,
      'DELETE FROM "ConnectionAuditLog"',
      'UPDATE "BackupLog" SET success = true',
      'TRUNCATE "BackupLog"',
      'ALTER TABLE "DeleteAuditLog" DISABLE TRIGGER ALL',
      "INSERT INTO protection.change_window (reason, until) VALUES ('a reason that is long enough', now() + interval '1 h')",
      "UPDATE protection.change_window SET closed_at = NULL",
      "DELETE FROM protection.change_window",
      "DELETE FROM protection.protected_table",
      "UPDATE protection.installed SET definition = 'mine'",
    ],
    [asDatabaseOwner],
  ),
  // Mistakes of a superuser: doing so on purpose requires event triggers to be turned off, which the server logs.
  ...of("postgres", byProtection, [
    ...structure.filter((statement) => !/CONCURRENTLY/.test(statement)),
    'DROP INDEX CONCURRENTLY "UserSession_user_id_idx"',
    'TRUNCATE "User" CASCADE',
    'TRUNCATE "DeleteAuditLog"',
    'ALTER TABLE "DeleteAuditLog" DISABLE TRIGGER ALL',
    'UPDATE "DeleteAuditLog" SET old_row = NULL',
    "CREATE OR REPLACE FUNCTION protection.is_open() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    'ALTER VIEW "ProtectionStatus" OWNER TO tovplay_app',
    "COMMENT ON FUNCTION protection.is_open() IS 'mine'",
    "DROP OWNED BY tovplay_owner CASCADE",
    "DROP LANGUAGE plpgsql CASCADE",
    "DROP EXTENSION plpgsql CASCADE",
    "SELECT protection.open('a reason that is long enough', 5)",
    "GRANT EXECUTE ON FUNCTION protection.open(text, integer) TO tovplay_app",
  ]),
  ...of(
    "postgres",
    byProtection,
    [
      'TRUNCATE "User" CASCADE',
      'DROP TABLE "User" CASCADE',
      'DELETE FROM "DeleteAuditLog"; TRUNCATE audit_log',
    ],
    ["SET session_replication_role = replica"],
  ),
];
