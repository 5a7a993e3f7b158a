import {
  backupCalls,
  everythingElse,
  fewAtOnce,
  locks,
  monitoring,
  people,
  slots,
  tableLocks,
} from "./attack-lists.ts";
import type { Granted } from "./grant.ts";

const migrator = ["migrator", "migrator as owner"];
const owner = ["migrator as owner"];

/** What is granted to the operators' roles: viewer, migrator, backup, monitor and guardian. */
export const grantedToOperators: Granted[] = [
  {
    who: ["viewer"],
    attacks: ["the audit log", "connections", "counts of the data", "findings in the data"],
    reason: "This is what the viewer is for. It sees no password hash and no token.",
  },
  {
    who: migrator,
    attacks: ["SET ROLE tovplay_owner", "SET SESSION AUTHORIZATION tovplay_migrator", ...locks],
    reason:
      "The migrator acts as the table owner by SET ROLE, and migrations wait for one another with advisory locks, which end with their session. The second statement only returns to the migrator itself.",
  },
  {
    who: ["migrator"],
    attacks: [
      "open a change window",
      "close the change window",
      "open a window and drop",
      "open a window and drop in one transaction",
    ],
    reason:
      "The migrator's window is recorded, alerted on within seconds and ends by itself. In a single transaction the drop is refused, and only a number of the window's sequence is used up.",
  },
  {
    who: ["migrator"],
    attacks: ["settings of a role for the database"],
    reason: 'The role is the migrator itself: see "one\'s own settings".',
  },
  {
    who: owner,
    attacks: [
      "inherit from User",
      "make an index unusable",
      "statistics",
      "a new table",
      "a ransom note",
      "select into",
      "a view over passwords",
      "a materialized view",
      "a sequence",
      "a type",
      "a domain",
      "a function",
      "a function with its owner's rights",
      "a leaky function over a view",
      "an index expression that runs as the owner",
      "fill the disk with a table",
    ],
    reason:
      "Migrations add tables, indexes, views and functions without a window. The guardian reports each of them; existing objects are not changed.",
  },
  {
    who: owner,
    attacks: [
      "let User inherit",
      "attach as a partition",
      "a trigger that swallows inserts",
      "a new event trigger",
      "a function that grants",
      "a procedure that drops",
      "a cast",
      "a check that runs as the writer",
    ],
    reason: "Their first step, which adds a function or table, is allowed; the attack itself is refused.",
  },
  {
    who: owner,
    attacks: fewAtOnce,
    reason:
      "Single rows may be deleted without a window. Each is copied to DeleteAuditLog, which nobody can change, and the guardian alerts when 10 % of a table is deleted within a day.",
  },
  {
    who: owner,
    attacks: [...people, "the audit log"],
    reason: "The tables' owner may read them.",
  },
  {
    who: owner,
    attacks: [
      "forge audit_log",
      "forge the schema's version",
      "set audit_log's sequence back",
      "write to the log",
    ],
    reason:
      "The table owner writes the schema's version and the application's log, and may use PL/pgSQL, which can write to the server's log. Existing rows are not changed.",
  },
  {
    who: owner,
    attacks: [...tableLocks, "REINDEX TABLE"],
    reason: "Locks and rewrites of its own tables: they end with the session, and nothing is lost.",
  },
  {
    who: ["backup"],
    attacks: [...people, ...everythingElse, "where the configuration is"],
    reason:
      "A role that copies the cluster reads all of it. The roles' passwords are random, so their verifiers are of no use.",
  },
  {
    who: ["backup"],
    attacks: [...backupCalls, ...locks],
    reason: "Backups use these.",
  },
  {
    who: ["backup"],
    attacks: [
      "walsender: who the server is",
      "walsender: copy the cluster",
      "walsender: stream WAL",
      "walsender: a slot that holds WAL",
      "walsender: drop the receiver's slot",
      "walsender: a setting",
      ...slots,
    ],
    reason:
      "Replication rights cannot be narrower. max_slot_wal_keep_size limits what a slot holds; a receiver without its slot alerts and starts again.",
  },
  {
    who: ["backup"],
    attacks: ["forge BackupLog"],
    reason:
      "The backup service writes its own log. It cannot change existing rows, and the guardian checks the age of the backups in the repository.",
  },
  {
    who: ["monitor"],
    attacks: monitoring,
    reason: "The rights of pg_monitor: sessions and the server's state, but no data and no files.",
  },
  {
    who: ["monitor, pooler"],
    attacks: ["console: SHOW USERS", "console: SHOW CONFIG", "console: SHOW CLIENTS"],
    reason: "Statistics of the pooler, which show no password; every other command is refused.",
  },
  {
    who: ["guardian"],
    attacks: [...monitoring, "connections", "counts of the data", "findings in the data"],
    reason: "The guardian checks these.",
  },
  {
    who: ["guardian"],
    attacks: ["forge ConnectionAuditLog", "write a heartbeat"],
    reason:
      "The guardian writes both. It cannot change existing rows, and the server's own log has the same events.",
  },
];
