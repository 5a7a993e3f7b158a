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

/** What is granted to whoever looks after the database: viewer, migrator, backup, monitor and guardian. */
export const grantedToOperators: Granted[] = [
  {
    who: ["viewer"],
    attacks: ["the record of actions", "connections", "counts of the data", "findings in the data"],
    reason: "What the viewer is for. It sees no password hash and no token.",
  },
  {
    who: migrator,
    attacks: ["SET ROLE tovplay_owner", "SET SESSION AUTHORIZATION tovplay_migrator", ...locks],
    reason:
      "The migrator acts as the owner when it says so, and migrations wait for one another by advisory locks, which end with their session. The second statement leads back to itself.",
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
      "The migrator's window: it is recorded, alerted on within seconds and ends by itself. In one transaction only a number of its sequence is used up; the drop is refused.",
  },
  {
    who: ["migrator"],
    attacks: ["settings of a role in the database"],
    reason: "The role is the migrator itself: see one's own settings.",
  },
  {
    who: owner,
    attacks: [
      "inherit from User",
      "make an index unusable",
      "statistics",
      "a table of one's own",
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
      "Migrations add tables, indexes, views and functions without a window. The guardian tells of each; what was there before stays as it was.",
  },
  {
    who: owner,
    attacks: [
      "let User inherit",
      "attach as a partition",
      "a trigger that swallows inserts",
      "an event trigger of one's own",
      "a function that grants",
      "a procedure that drops",
      "a cast",
      "a check that runs as whoever writes",
    ],
    reason: "What they begin with, a new function or table, is added; what they are after is refused.",
  },
  {
    who: owner,
    attacks: fewAtOnce,
    reason:
      "Single rows are deleted without a window. Each is written into DeleteAuditLog as it was, which nobody can change, and the rule of 10 % alerts.",
  },
  {
    who: owner,
    attacks: [...people, "the record of actions"],
    reason: "The owner of the tables reads them.",
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
      "The owner writes the version of the schema and what the application says it did, and may use PL/pgSQL, which writes to the server's log. Rows that are there are not changed.",
  },
  {
    who: owner,
    attacks: [...tableLocks, "REINDEX TABLE"],
    reason: "Locks and rewrites of one's own tables: they end with the session, and nothing is lost.",
  },
  {
    who: ["backup"],
    attacks: [...people, ...everythingElse, "where the configuration lies"],
    reason: "Whoever copies the cluster reads all of it. Verifiers of roles are of random passwords.",
  },
  {
    who: ["backup"],
    attacks: [...backupCalls, ...locks],
    reason: "What a backup is made of.",
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
      "Replication, which knows no smaller right. max_slot_wal_keep_size bounds what a slot holds; a receiver without its slot alerts and begins anew.",
  },
  {
    who: ["backup"],
    attacks: ["forge BackupLog"],
    reason:
      "The backup service writes its own log; it can change nothing in it, and the guardian looks at the repository's age.",
  },
  {
    who: ["monitor"],
    attacks: monitoring,
    reason: "pg_monitor: sessions and the server's state, no data and no file.",
  },
  {
    who: ["monitor, pooler"],
    attacks: ["console: its users", "console: its settings", "console: its clients"],
    reason: "Statistics of the pooler; it shows no password, and every command is refused.",
  },
  {
    who: ["guardian"],
    attacks: [...monitoring, "connections", "counts of the data", "findings in the data"],
    reason: "The guardian watches.",
  },
  {
    who: ["guardian"],
    attacks: ["forge ConnectionAuditLog", "beat"],
    reason: "The guardian writes both. It changes nothing in the log, and the server's own log has the same.",
  },
];
