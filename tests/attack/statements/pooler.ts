import { group } from "../attack.ts";

const console = { login: { database: "pgbouncer" }, through: "pooler", proof: "done" } as const;

/** The pooler's own console, and logins that only the pooler could give. */
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
  "console: its users": { ...console, sql: "SHOW USERS", proof: "rows" },
  "console: its settings": { ...console, sql: "SHOW CONFIG", proof: "rows" },
  "console: its clients": { ...console, sql: "SHOW CLIENTS", proof: "rows" },
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
  "poison a connection that others get": {
    sql: ["SET statement_timeout = 1", "SELECT 1"],
    through: "pooler",
    proof: "done",
  },
  "say of others' statements that they are somebody's": {
    sql: ["SET tovplay.user_id = '00000000-0000-0000-0000-000000000000'", "SELECT 1"],
    through: "pooler",
    proof: "done",
  },
  "through the pooler as a walsender": {
    sql: "IDENTIFY_SYSTEM",
    login: { replication: "true" },
    through: "pooler",
    proof: "rows",
  },
});
