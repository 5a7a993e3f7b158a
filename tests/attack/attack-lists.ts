/** Ways to read users' rows. */
export const people = [
  "users' password hashes",
  "users' complete rows",
  "e-mail addresses",
  "session tokens",
  "copy users out",
  "users by TABLE",
  "users through a function",
  "users from statistics",
  "a cursor that keeps everything",
  "read through query_to_xml",
];

/** What a role that may read the entire cluster reads besides. */
export const everythingElse = [
  "statistics of users",
  "the audit log",
  "deleted rows",
  "connections",
  "change windows",
  "roles' password verifiers",
  "pg_shadow",
  "pg_user_mapping",
  "hashes of the data",
  "counts of the data",
  "findings in the data",
];

/** What pg_monitor shows about the server. */
export const monitoring = [
  "pg_ls_waldir",
  "pg_ls_tmpdir",
  "pg_ls_archive_statusdir",
  "pg_current_logfile",
  "where the configuration is",
  "see others' statements",
  "see others' addresses",
];

/** What a base backup calls. */
export const backupCalls = ["pg_switch_wal", "pg_create_restore_point", "pg_backup_start"];

/** Advisory locks. */
export const locks = ["a lock that others wait for", "pgBackRest's own lock", "a lock for one transaction"];

/** Locks and rewrites of tables by their owner. */
export const tableLocks = [
  "lock User against everybody",
  "lock User against writers",
  "lock audit_log against everybody",
  "lock every row",
  "lock every row of Game",
  "VACUUM FULL",
  "VACUUM FULL of the database",
  "CLUSTER",
];

/** What a role that may replicate does to slots by SQL. */
export const slots = [
  "walsender: SQL",
  "a physical slot",
  "copy the receiver's slot",
  "drop the receiver's slot",
  "advance the receiver's slot",
];

/** Deletions that stay below the limit for mass deletions. */
export const fewAtOnce = [
  "delete everything, bottom up, five rows at a time",
  ...["ScheduledSession", "UserProfile", "UserSession", "UserFriends"].map(oneByOne),
  ...["UserNotifications", "UserAvailability", "UserGamePreference", "EmailVerification"].map(oneByOne),
];

/** All of these lists: what the operators' roles are allowed. */
export const allListed = [
  ...fewAtOnce,
  ...people,
  ...everythingElse,
  ...monitoring,
  ...backupCalls,
  ...locks,
  ...tableLocks,
  ...slots,
];

function oneByOne(table: string): string {
  return `delete all of ${table} one by one`;
}
