import { group } from "../attack.ts";

const console = { login: { database: "pgbouncer" }, through: "pooler", proof: "done" } as const;

/** What a session could leave on a server connection for the next one, and the query by which that would notice. */
const leftBehind: Record<string, [string, string]> = {
  "a statement timeout": [
    "SET statement_timeout = 7777",
    "SELECT 1 WHERE current_setting('statement_timeout') = '7777ms'",
  ],
  "a search path": ["SET search_path = loot", "SELECT 1 WHERE current_setting('search_path') = 'loot'"],
  "a read-only session": [
    "SET default_transaction_read_only = on",
    "SELECT 1 WHERE current_setting('default_transaction_read_only') = 'on'",
  ],
  "a user's ID": [
    "SET tovplay.user_id = '00000000-0000-0000-0000-000000000000'",
    "SELECT current_setting('tovplay.user_id', true)",
  ],
  "a prepared statement": [
    `PREPARE "PGBOUNCER_1" AS SELECT 'loot'`,
    "SELECT 1 FROM pg_prepared_statements WHERE from_sql",
  ],
  "a cursor": ["DECLARE loot CURSOR WITH HOLD FOR SELECT 1", "SELECT 1 FROM pg_cursors WHERE is_holdable"],
  "a listener": ["LISTEN loot", "SELECT pg_listening_channels()"],
};

/** The pooler's console, and logins that are only possible through the pooler. */
export const pooler = group("pooler", {
  ...Object.fromEntries(
    [
      "SHUTDOWN",
      "PAUSE",
      "SUSPEND",
      "RELOAD",
      'KILL "TovPlay"',
      'DISABLE "TovPlay"',
      "RECONNECT",
      "WAIT_CLOSE",
      "SET max_client_conn = 1",
      "SET auth_type = 'trust'",
    ].map((command) => [`console: ${command}`, { ...console, sql: command }]),
  ),
  "console: SHOW USERS": { ...console, sql: "SHOW USERS", proof: "rows" },
  "console: SHOW CONFIG": { ...console, sql: "SHOW CONFIG", proof: "rows" },
  "console: SHOW CLIENTS": { ...console, sql: "SHOW CLIENTS", proof: "rows" },
  ...Object.fromEntries(
    [
      "postgres",
      "tovplay_migrator",
      "tovplay_viewer",
      "tovplay_backup",
      "tovplay_guardian",
      "tovplay_owner",
      "tovplay_provisioner",
    ].map((user) => [
      `through the pooler as ${user}`,
      { sql: "SELECT 1", login: { user }, through: "pooler" as const, proof: "login" as const },
    ]),
  ),
  ...Object.fromEntries(
    ["postgres", "template1", "nothing"].map((database) => [
      `through the pooler to ${database}`,
      { sql: "SELECT 1", login: { database }, through: "pooler" as const, proof: "login" as const },
    ]),
  ),
  ...Object.fromEntries(
    ["nothing", "TovPlay"].flatMap((database) =>
      ["tovplay_app", "tovplay_monitor", "tovplay_migrator", "postgres"].map((becomes) => [
        `${becomes} by a second login within the first, to ${database}`,
        { sql: [], login: { database, becomes }, through: "pooler" as const, proof: "login" as const },
      ]),
    ),
  ),
  ...Object.fromEntries(
    Object.entries(leftBehind).map(([name, [sql, noticedBy]]) => [
      `leave behind ${name}`,
      { sql, noticedBy, through: "pooler" as const, proof: "done" as const },
    ]),
  ),
  "through the pooler as a walsender": {
    sql: "IDENTIFY_SYSTEM",
    login: { replication: "true" },
    through: "pooler",
    proof: "rows",
  },
});
