import { renderTemplate } from "../host/template.ts";
import { backup, owner } from "./roles.ts";

const migrator = "tovplay_migrator";
const guardian = "tovplay_guardian";
const viewer = "tovplay_viewer";
const measurers = [guardian, viewer, backup];

/** Who may use schema protection. */
export const protectionUsers = [migrator, guardian, backup, viewer];

/** Who may call which function of schema protection. */
export const protectionCallers = {
  open: [migrator],
  close: [migrator],
  is_open: [migrator, guardian, viewer],
  beat: [guardian],
  row_counts: measurers,
  integrity_findings: measurers,
  content_hashes: [backup],
  access_list: measurers,
};

/** What a base backup calls, with its arguments. */
const backupFunctions = [
  "pg_backup_start(text, boolean)",
  "pg_backup_stop(boolean)",
  "pg_switch_wal()",
  "pg_create_restore_point(text)",
];

/** What a base backup calls. */
export const backupFunctionNames = backupFunctions.map((signature) => signature.replace(/\(.*/, ""));

/** Who may wait for one another by advisory locks. */
export const lockHolders = [owner, migrator, backup, "tovplay_provisioner"];

/** SQL for the superuser that lets the backup's role make base backups; it may run any number of times. */
export function backupFunctionsSql(): string {
  return renderTemplate("postgresql/backup-functions.sql", {
    functions: backupFunctions.join(",\n  "),
    backup,
  });
}

/** SQL for the superuser that takes from PUBLIC what a reader could do harm with; it may run any number of times. */
export function publicFunctionsSql(): string {
  return renderTemplate("postgresql/public-functions.sql", {
    lockHolders: lockHolders.map((role) => `'${role}'`).join(", "),
    owner,
  });
}

/** What the templates of protection are told. */
export const protectionRoles = {
  users: protectionUsers.join(", "),
  callers: Object.fromEntries(
    Object.entries(protectionCallers).map(([name, roles]) => [name, roles.join(", ")]),
  ),
};
