import { group } from "../attack.ts";

/** Settings that cannot be changed in a session, and why. */
const neverSet = new Map([
  ["ignore_system_indexes", "it is set when a session begins"],
  ["archive_mode", "it needs a restart"],
  ["fsync", "it needs a reload"],
  ["jit_provider", "it needs a restart"],
]);

/** Settings of the server, permanently or for a session. */
export const settings = group("settings", {
  "ALTER SYSTEM archive_command": "ALTER SYSTEM SET archive_command = 'true'",
  "ALTER SYSTEM log_statement": "ALTER SYSTEM SET log_statement = 'none'",
  "ALTER SYSTEM shared_preload_libraries": "ALTER SYSTEM SET shared_preload_libraries = ''",
  "ALTER SYSTEM hba_file": "ALTER SYSTEM SET hba_file = '/tmp/attack-hba'",
  "ALTER SYSTEM RESET ALL": [
    "ALTER SYSTEM SET work_mem = '65kB'",
    "ALTER SYSTEM RESET ALL",
    "ALTER SYSTEM SET lock_timeout = 1",
  ],
  "reload the configuration": { sql: "SELECT pg_reload_conf()", proof: "rows" },
  ...Object.fromEntries(
    [
      ["log_statement", "none"],
      ["log_min_messages", "panic"],
      ["log_min_error_statement", "panic"],
      ["log_parameter_max_length_on_error", "-1"],
      ["log_duration", "on"],
      ["pgaudit.log", "none"],
      ["zero_damaged_pages", "on"],
      ["ignore_checksum_failure", "on"],
      ["allow_system_table_mods", "on"],
      ["ignore_system_indexes", "on"],
      ["session_preload_libraries", "auto_explain"],
      ["local_preload_libraries", "loot"],
      ["dynamic_library_path", "/tmp"],
      ["lc_messages", "C"],
      ["deadlock_timeout", "1h"],
      ["track_activities", "off"],
      ["commit_delay", "100000"],
      ["wal_compression", "off"],
      ["temp_file_limit", "-1"],
      ["max_stack_depth", "6MB"],
      ["update_process_title", "off"],
      ["jit_provider", "/tmp/loot"],
      ["archive_mode", "off"],
      ["fsync", "off"],
    ].map(([name, value]) => [
      `SET ${name}`,
      {
        sql: `SET ${name} = '${value}'`,
        proof: "done" as const,
        ...(neverSet.get(name ?? "") ? { stopsEverybody: neverSet.get(name ?? "") ?? "" } : {}),
      },
    ]),
  ),
  "no statement timeout": { sql: "SET statement_timeout = 0", proof: "done" },
  "no idle timeouts": {
    sql: ["SET idle_session_timeout = 0", "SET idle_in_transaction_session_timeout = 0"],
    proof: "done",
  },
  "no synchronous commit": { sql: "SET synchronous_commit = off", proof: "done" },
  "statistics reset": { sql: "SELECT pg_stat_reset()", proof: "done" },
  "shared statistics reset": { sql: "SELECT pg_stat_reset_shared('bgwriter')", proof: "done" },
  "write to the log": { sql: `DO $$ BEGIN RAISE LOG 'all is well'; END $$`, proof: "done" },
});

/** Control of the running server: other sessions, WAL, backups, promotion. */
export const control = group(
  "server control",
  {
    "end others' sessions": `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE usename <> session_user AND pid <> pg_backend_pid()`,
    "cancel others' statements": `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
      WHERE usename <> session_user AND pid <> pg_backend_pid()`,
    "end the server's own processes": {
      sql: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IS NULL`,
      stopsEverybody: "they are not sessions",
    },
    "end the application's sessions": `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE usename = 'tovplay_app' AND pid <> pg_backend_pid()`,
    "log others' memory": `SELECT pg_log_backend_memory_contexts(pid) FROM pg_stat_activity
      WHERE usename <> session_user`,
    pg_rotate_logfile: "SELECT pg_rotate_logfile()",
    pg_switch_wal: "SELECT pg_switch_wal()",
    pg_create_restore_point: "SELECT pg_create_restore_point('loot')",
    pg_backup_start: ["SELECT pg_backup_start('loot', true)", "SELECT labelfile FROM pg_backup_stop(false)"],
    pg_promote: { sql: "SELECT pg_promote(false)", stopsEverybody: "the server is not a standby" },
    pg_wal_replay_pause: {
      sql: "SELECT pg_wal_replay_pause()",
      stopsEverybody: "the server is not a standby",
    },
    pg_log_standby_snapshot: "SELECT pg_log_standby_snapshot()",
    pg_logical_emit_message: "SELECT pg_logical_emit_message(true, 'loot', 'loot')",
    "emit a large message to WAL": "SELECT pg_logical_emit_message(false, 'loot', repeat('x', 1000000))",
    CHECKPOINT: { sql: "CHECKPOINT", proof: "done" },
    "see others' statements": `SELECT query FROM pg_stat_activity WHERE usename <> session_user
      AND query <> '<insufficient privilege>' AND query <> ''`,
    "see others' addresses": `SELECT client_addr FROM pg_stat_activity
      WHERE usename <> session_user AND backend_start IS NOT NULL`,
    pg_export_snapshot: { sql: "SELECT pg_export_snapshot()" },
    "a lock that others wait for": { sql: "SELECT pg_advisory_lock(1)", proof: "done" },
    "pgBackRest's own lock": { sql: "SELECT pg_advisory_lock(12340078987004321)", proof: "done" },
    "a lock for one transaction": {
      sql: "SELECT pg_advisory_xact_lock(1), pg_try_advisory_lock(2)",
      proof: "done",
    },
    "load a library": { sql: "LOAD 'auto_explain'", proof: "done" },
    "load a planted library": {
      sql: "LOAD '/tmp/loot.so'",
      proof: "done",
      stopsEverybody: "the library does not exist",
    },
    "prepare a transaction": {
      sql: ["BEGIN", "SELECT 1", "PREPARE TRANSACTION 'loot'"],
      proof: "done",
      stopsEverybody: "max_prepared_transactions is 0",
    },
  },
  { proof: "rows" },
);

/** Locks and rewrites that make everybody else wait. */
export const denial = group(
  "denial",
  {
    "lock User against everybody": ["BEGIN", 'LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE', "ROLLBACK"],
    "lock User against writers": ["BEGIN", 'LOCK TABLE "User" IN SHARE MODE', "ROLLBACK"],
    "lock audit_log against everybody": [
      "BEGIN",
      "LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE",
      "ROLLBACK",
    ],
    "lock a catalogue": ["BEGIN", "LOCK TABLE pg_authid IN ACCESS EXCLUSIVE MODE", "ROLLBACK"],
    "VACUUM FULL": { sql: 'VACUUM FULL "User"', proof: "state" },
    "VACUUM FULL of the database": { sql: "VACUUM FULL", proof: "state" },
    CLUSTER: { sql: 'CLUSTER "User" USING "User_pkey"', proof: "state" },
    "REINDEX TABLE": { sql: 'REINDEX TABLE "User"', proof: "state" },
    "REINDEX DATABASE": { sql: "REINDEX DATABASE", proof: "state" },
    "REINDEX SYSTEM": { sql: "REINDEX SYSTEM", proof: "state" },
    "lock every row": { sql: ["BEGIN", 'SELECT 1 FROM "User" FOR UPDATE', "ROLLBACK"] },
    "lock every row of Game": { sql: ["BEGIN", 'SELECT 1 FROM "Game" FOR UPDATE', "ROLLBACK"] },
    "fill the disk with a table": {
      sql: "CREATE TABLE loot AS SELECT repeat('x', 1000) FROM generate_series(1, 1000)",
      proof: "state",
    },
  },
  { proof: "done" },
);

/** Replication: reading the entire cluster, or holding back its WAL. */
export const replication = group(
  "replication",
  {
    "walsender: who the server is": { sql: "IDENTIFY_SYSTEM", login: { replication: "true" }, proof: "rows" },
    "walsender: copy the cluster": {
      sql: "BASE_BACKUP (CHECKPOINT 'fast', MANIFEST 'no')",
      login: { replication: "true" },
      proof: "done",
    },
    "walsender: stream WAL": {
      sql: "START_REPLICATION PHYSICAL 0/1000000",
      login: { replication: "true" },
      proof: "done",
    },
    "walsender: a slot that holds WAL": {
      sql: "CREATE_REPLICATION_SLOT loot PHYSICAL RESERVE_WAL",
      login: { replication: "true" },
    },
    "walsender: drop the receiver's slot": {
      sql: [
        "CREATE_REPLICATION_SLOT loot PHYSICAL",
        "DROP_REPLICATION_SLOT loot",
        "DROP_REPLICATION_SLOT tovplay_wal_receiver",
      ],
      login: { replication: "true" },
    },
    "walsender: a setting": { sql: "SHOW data_directory", login: { replication: "true" }, proof: "rows" },
    "walsender: logical slot": {
      sql: "CREATE_REPLICATION_SLOT loot LOGICAL pgoutput",
      login: { replication: "database" },
      stopsEverybody: "wal_level is replica",
    },
    "walsender: SQL": { sql: "SELECT 1", login: { replication: "database" }, proof: "rows" },
    "a physical slot": "SELECT pg_create_physical_replication_slot('loot', true)",
    "a logical slot": {
      sql: "SELECT pg_create_logical_replication_slot('loot', 'pgoutput')",
      stopsEverybody: "wal_level is replica",
    },
    "copy the receiver's slot": "SELECT pg_copy_physical_replication_slot('tovplay_wal_receiver', 'loot')",
    "drop the receiver's slot": "SELECT pg_drop_replication_slot('tovplay_wal_receiver')",
    "advance the receiver's slot":
      "SELECT pg_replication_slot_advance('tovplay_wal_receiver', pg_current_wal_lsn())",
    "decode a slot": {
      sql: "SELECT * FROM pg_logical_slot_get_changes('tovplay_wal_receiver', NULL, NULL)",
      proof: "rows",
      stopsEverybody: "a physical slot cannot be decoded",
    },
    "a replication origin": "SELECT pg_replication_origin_create('loot')",
    "a publication": 'CREATE PUBLICATION loot FOR TABLE "User"',
    "a publication of everything": "CREATE PUBLICATION loot FOR ALL TABLES",
    "a subscription": `CREATE SUBSCRIPTION loot CONNECTION 'host=192.0.2.1 dbname=x' PUBLICATION p
      WITH (connect = false)`,
  },
  { through: "direct" },
);
