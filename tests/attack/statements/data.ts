import { group } from "../attack.ts";

/** The eleven core tables. */
const core = [
  "User",
  "Game",
  "GameRequest",
  "ScheduledSession",
  "UserProfile",
  "UserAvailability",
  "UserFriends",
  "UserGamePreference",
  "UserNotifications",
  "EmailVerification",
  "UserSession",
];

/** Tables that others refer to come last. */
const bottomUp = [
  ...core.filter((name) => !["User", "Game", "GameRequest"].includes(name)),
  "password_reset_tokens",
  "GameRequest",
  "Game",
  "User",
];

const referred = new Set(["User", "Game", "GameRequest"]);

/** A loop of single-row statements, which a limit per statement does not stop. */
const oneByOne = (table: string, statement: string) =>
  `DO $$ DECLARE r record; BEGIN FOR r IN SELECT ctid FROM "${table}" LOOP
    ${statement} WHERE ctid = r.ctid; END LOOP; END $$`;

/** Too few rows per statement to count as a mass deletion. */
const fives = (table: string) =>
  `DO $$ BEGIN LOOP
    DELETE FROM "${table}" WHERE ctid IN (SELECT ctid FROM "${table}" LIMIT 5); EXIT WHEN NOT FOUND; END LOOP; END $$`;

/** Changes to many rows at once. */
export const masses = group("mass changes", {
  ...Object.fromEntries(
    core.map((table) => [
      `delete all of ${table}`,
      {
        sql: `DELETE FROM "${table}"`,
        ...(referred.has(table) ? { stopsEverybody: "other rows refer to these" } : {}),
      },
    ]),
  ),
  "delete everything, bottom up": bottomUp.map((table) => `DELETE FROM "${table}"`),
  "delete everything, bottom up, five rows at a time": bottomUp.map((table) => fives(table)),
  ...Object.fromEntries(
    [
      "ScheduledSession",
      "UserProfile",
      "UserSession",
      "UserFriends",
      "UserNotifications",
      "UserAvailability",
      "UserGamePreference",
      "EmailVerification",
    ].map((table) => [`delete all of ${table} one by one`, oneByOne(table, `DELETE FROM "${table}"`)]),
  ),
  "update every e-mail": `UPDATE "User" SET email = id || '@example.org'`,
  "empty every profile": `UPDATE "UserProfile" SET about = 'x', display_name = 'x'`,
  "reset every password": `UPDATE "User" SET password_hash = '$scrypt$x'`,
  "reset one password": `UPDATE "User" SET password_hash = '$scrypt$x' WHERE id = (SELECT id FROM "User" LIMIT 1)`,
  "cancel every session": `UPDATE "ScheduledSession" SET status = 'cancelled'`,
  "cancel every request": `UPDATE "GameRequest" SET status = 'cancelled'`,
  "rename every game": `UPDATE "Game" SET name = id::text`,
  "sign everybody out": `UPDATE "UserSession" SET revoked_at = now()`,
  "take over sessions": `UPDATE "UserSession" SET token_hash = sha256(id::text::bytea)`,
  "update every e-mail one by one": oneByOne("User", `UPDATE "User" SET email = id || '@example.org'`),
  merge: `MERGE INTO "Game" g USING (SELECT 1) s ON true WHEN MATCHED THEN UPDATE SET description = 'pay'`,
  "merge that deletes": `MERGE INTO "ScheduledSession" t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`,
  "insert that updates": `INSERT INTO "Game" (id, name, max_players) SELECT id, name, max_players FROM "Game"
    ON CONFLICT (id) DO UPDATE SET description = 'pay'`,
});

/** Audit logs and the protection's own records. */
export const records = group("records", {
  "forge audit_log": `INSERT INTO audit_log ("timestamp", correlation_id, action, resource_type, severity, function, success, duration_ms)
    VALUES (now(), 'attack-0001', 'user.deleted', 'User', 'HIGH', 'attack', true, 0)`,
  "change audit_log": "UPDATE audit_log SET success = NOT success, error = 'x'",
  "delete from audit_log": "DELETE FROM audit_log",
  "forge DeleteAuditLog": `INSERT INTO "DeleteAuditLog" (deleted_at, table_name, old_row, database_role)
    VALUES (now(), 'User', '{}', 'tovplay_viewer')`,
  "delete from DeleteAuditLog": { sql: 'DELETE FROM "DeleteAuditLog"' },
  "change DeleteAuditLog": { sql: `UPDATE "DeleteAuditLog" SET database_role = 'tovplay_viewer'` },
  "forge ConnectionAuditLog": `INSERT INTO "ConnectionAuditLog" (at, event, database_role)
    VALUES (now(), 'connected', 'postgres')`,
  "delete from ConnectionAuditLog": { sql: 'DELETE FROM "ConnectionAuditLog"' },
  "change ConnectionAuditLog": { sql: `UPDATE "ConnectionAuditLog" SET database_role = 'tovplay_viewer'` },
  "forge BackupLog": `INSERT INTO "BackupLog" (kind, started_at, finished_at, success, repository)
    VALUES ('full', now(), now(), true, 1)`,
  "delete from BackupLog": { sql: 'DELETE FROM "BackupLog"' },
  "change BackupLog": { sql: 'UPDATE "BackupLog" SET success = true' },
  "forge a change window": `INSERT INTO protection.change_window (opened_by, reason, opened_at, until)
    VALUES ('postgres', 'x', now(), now() + interval '1 hour')`,
  "lengthen a change window": `UPDATE protection.change_window SET until = 'infinity', closed_at = NULL`,
  "erase change windows": "DELETE FROM protection.change_window",
  "forge the heartbeat": "UPDATE protection.heartbeat SET at = now() + interval '1 year'",
  "write a heartbeat": "SELECT protection.beat()",
  "forge the schema's version": "UPDATE schema_version SET version = version + 100",
  "open a change window": "SELECT protection.open('an attack of the matrix', 30)",
  "open a window forever": {
    sql: "SELECT protection.open('an attack of the matrix', 2147483647)",
    stopsEverybody: "a window lasts an hour at most",
  },
  "open a window without a reason": {
    sql: "SELECT protection.open('', 30)",
    stopsEverybody: "a window needs a reason",
  },
  "close the change window": { sql: "SELECT protection.close()", proof: "done" },
  "open a window and drop": [
    "SELECT protection.open('an attack of the matrix', 30)",
    "SET ROLE tovplay_owner",
    'DROP TABLE "UserNotifications"',
  ],
  "open a window and drop in one transaction": [
    "BEGIN",
    "SELECT protection.open('an attack of the matrix', 30)",
    "SET LOCAL ROLE tovplay_owner",
    'DROP TABLE "UserNotifications"',
    "COMMIT",
  ],
  "say that a window is open": {
    sql: [
      "SELECT set_config('protection.open', 'true', false), set_config('tovplay.window', 'open', false)",
      'DROP TABLE "UserNotifications"',
    ],
  },
  "pretend to be another user": {
    sql: ["BEGIN", "SET LOCAL tovplay.user_id = '00000000-0000-0000-0000-000000000000'", "COMMIT"],
    proof: "done",
  },
  "pretend to be another program": { sql: "SET application_name = 'tovplay-backend'", proof: "done" },
});

/** Data that some role must not read. */
export const secrets = group(
  "secrets",
  {
    "users' password hashes": 'SELECT password_hash FROM "User" WHERE password_hash IS NOT NULL',
    "users' complete rows": 'SELECT * FROM "User"',
    "e-mail addresses": 'SELECT email FROM "User"',
    "session tokens": 'SELECT token_hash FROM "UserSession"',
    "copy users out": { sql: 'COPY "User" TO STDOUT', proof: "done" },
    "users by TABLE": 'TABLE "User"',
    "users through a function": `SELECT to_jsonb(u) FROM "User" u`,
    "users by RETURNING": `UPDATE "User" SET updated_at = updated_at RETURNING password_hash`,
    "users from statistics": `SELECT histogram_bounds FROM pg_stats WHERE tablename = 'User' AND attname = 'email'`,
    "statistics of users": "SELECT stavalues1 FROM pg_statistic",
    "the audit log": "SELECT * FROM audit_log",
    "deleted rows": `SELECT * FROM "DeleteAuditLog"`,
    connections: `SELECT * FROM "ConnectionAuditLog"`,
    "change windows": "SELECT * FROM protection.change_window",
    "roles' password verifiers": "SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL",
    pg_shadow: "SELECT passwd FROM pg_shadow WHERE passwd IS NOT NULL",
    pg_user_mapping: "SELECT count(*) FROM pg_user_mapping",
    "hashes of the data": "SELECT * FROM protection.content_hashes()",
    "counts of the data": "SELECT * FROM protection.row_counts()",
    "findings in the data": "SELECT count(*) FROM protection.integrity_findings()",
    "the protection's fingerprint": "SELECT protection.fingerprint()",
  },
  { proof: "rows" },
);

/** The system catalogue. */
export const catalogue = group("catalogue", {
  pg_authid: "UPDATE pg_authid SET rolsuper = true, rolcreaterole = true",
  pg_class:
    "UPDATE pg_class SET relowner = (SELECT oid FROM pg_roles WHERE rolname = session_user) WHERE relname = 'User'",
  pg_proc: "UPDATE pg_proc SET prosecdef = true WHERE proname = 'pg_sleep'",
  pg_database: "UPDATE pg_database SET datistemplate = false, datallowconn = false WHERE datname = 'TovPlay'",
  pg_trigger: "DELETE FROM pg_trigger",
  pg_event_trigger: "UPDATE pg_event_trigger SET evtenabled = 'D'",
  pg_auth_members: "DELETE FROM pg_auth_members",
  pg_shdepend: "DELETE FROM pg_shdepend",
  pg_largeobject: "INSERT INTO pg_largeobject VALUES (1, 0, 'loot')",
  pg_settings: { sql: "UPDATE pg_settings SET setting = 'none' WHERE name = 'log_statement'", proof: "done" },
  "with system tables unlocked": [
    "SET allow_system_table_mods = on",
    "ALTER TABLE pg_description ADD COLUMN loot int",
  ],
});
