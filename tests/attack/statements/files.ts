import { group } from "../attack.ts";

/** Files and programs on the server's machine. */
export const files = group(
  "files and programs",
  {
    "COPY TO a file": { sql: `COPY (SELECT 1) TO '/tmp/attack-copy'`, proof: "state" },
    "COPY a table to a file": { sql: `COPY "Game" TO '/tmp/attack-users'`, proof: "state" },
    "COPY TO PROGRAM": { sql: `COPY (SELECT 1) TO PROGRAM 'cat > /tmp/attack-program'`, proof: "state" },
    "COPY FROM a file": {
      sql: ["CREATE TEMP TABLE loot (line text)", "COPY loot FROM '/etc/passwd'", "SELECT * FROM loot"],
    },
    "COPY FROM PROGRAM": {
      sql: ["CREATE TEMP TABLE loot (line text)", "COPY loot FROM PROGRAM 'id'", "SELECT * FROM loot"],
    },
    "COPY audit_log FROM a file": {
      sql: `COPY audit_log (action) FROM '/etc/hostname'`,
      proof: "done",
    },
    "COPY FROM PROGRAM into a granted table": {
      sql: `COPY "Game" (name, max_players) FROM PROGRAM 'printf "loot\\t9\\n"'`,
      proof: "state",
    },
    "COPY a large file out": { sql: `COPY (SELECT pg_read_file('PG_VERSION')) TO STDOUT`, proof: "done" },
    pg_read_file: "SELECT pg_read_file('PG_VERSION')",
    "pg_read_file of passwords": "SELECT pg_read_file('/etc/passwd')",
    "pg_read_file by an absolute path":
      "SELECT pg_read_file(current_setting('data_directory') || '/PG_VERSION')",
    pg_read_binary_file: "SELECT pg_read_binary_file('global/pg_control')",
    pg_ls_dir: "SELECT pg_ls_dir('.')",
    "pg_ls_dir of the root": "SELECT pg_ls_dir('/')",
    pg_stat_file: "SELECT pg_stat_file('PG_VERSION')",
    pg_ls_waldir: "SELECT * FROM pg_ls_waldir()",
    pg_ls_tmpdir: { sql: "SELECT count(*) FROM pg_ls_tmpdir()" },
    pg_ls_archive_statusdir: { sql: "SELECT count(*) FROM pg_ls_archive_statusdir()" },
    pg_current_logfile: { sql: "SELECT coalesce(pg_current_logfile(), '-')" },
    pg_hba_file_rules: "SELECT * FROM pg_hba_file_rules",
    pg_ident_file_mappings: "SELECT count(*) FROM pg_ident_file_mappings",
    pg_file_settings: "SELECT * FROM pg_file_settings",
    "where the configuration is": "SELECT setting FROM pg_settings WHERE name = 'hba_file'",
    pg_config: "SELECT * FROM pg_config()",
  },
  { proof: "rows" },
);

/** Large objects, which hold data outside tables. */
export const largeObjects = group("large objects", {
  lo_create: "SELECT lo_create(0)",
  lo_from_bytea: "SELECT lo_from_bytea(0, 'loot')",
  lo_import: "SELECT lo_import('/etc/passwd')",
  lo_export: {
    sql: ["SELECT lo_from_bytea(4243, 'loot')", "SELECT lo_export(4243, '/tmp/attack-large-object')"],
  },
  lo_put: { sql: ["SELECT lo_create(4242)", "SELECT lo_put(4242, 0, 'loot')"] },
  "lo_unlink of another's": {
    sql: "SELECT lo_unlink(oid) FROM pg_largeobject_metadata",
    proof: "rows",
  },
  "reading others' large objects": {
    sql: "SELECT lo_get(oid) FROM pg_largeobject_metadata",
    proof: "rows",
  },
});
