import { people } from "./attack-lists.ts";
import type { Granted } from "./grant.ts";

const application = ["app", "app, pooler"];
const migrator = ["migrator", "migrator as owner"];
const columns: Record<string, string[]> = { app: application, migrator };

/** What is granted to all roles that can log in, and to the application. */
export const grantedToAll: Granted[] = [
  {
    who: "everybody",
    attacks: ["no statement timeout", "no idle timeouts"],
    reason:
      "Any session may lift its own timeouts. The roles' connection limits and the pooler's own timeouts limit what it can hold.",
  },
  {
    who: "everybody",
    attacks: ["no synchronous commit"],
    reason: "A session may choose not to wait for its own commits; those of others are not affected.",
  },
  {
    who: "everybody",
    attacks: ["SET log_parameter_max_length_on_error", "SET local_preload_libraries"],
    reason:
      "Settings of the session itself: the first logs more, the second can only name libraries in the server's plugins folder, which is empty.",
  },
  {
    who: "everybody",
    attacks: ["pretend to be another user", "pretend to be another program"],
    reason:
      "Names that a session gives itself. DeleteAuditLog also records the role that logged in and its address, which a session cannot choose.",
  },
  {
    who: "everybody",
    attacks: ["one's own password", "one's own settings"],
    reason:
      "PostgreSQL lets every role change its own password and settings, and event triggers do not fire for roles. The guardian alerts, and the next deployment reverts it.",
  },
  {
    who: "everybody",
    attacks: ["export the database as XML", "pg_export_snapshot"],
    reason: "Shows only what the role may read anyway; a snapshot is just a number.",
  },
  ...["app", "viewer", "migrator", "backup", "monitor", "guardian"].map((role) => ({
    who: columns[role] ?? [role],
    attacks: [`set the password of ${role}`],
    reason: "The role's own password, as above.",
  })),
  {
    who: application,
    attacks: [
      "update every e-mail",
      "empty every profile",
      "reset every password",
      "reset one password",
      "cancel every session",
      "cancel every request",
      "users by RETURNING",
    ],
    reason:
      "People change their address, password, profile and plans through the application, so its role may update these tables. PostgreSQL limits rights to tables and columns, not to a person's own rows. The audit log, the backups and the alert on what changes in bulk are what is left against a stolen password.",
  },
  {
    who: application,
    attacks: ["lock User against everybody", "lock User against writers", "lock every row"],
    reason:
      "Comes with the right to update. A lock ends with its transaction, which ends after ten idle seconds, and a statement after five.",
  },
  {
    who: application,
    attacks: ["settings of another role"],
    reason: 'The other role is the application itself: see "one\'s own settings".',
  },
  {
    who: application,
    attacks: ["end the application's sessions"],
    reason: "A role may end its own sessions. The pooler and the backend reconnect.",
  },
  {
    who: application,
    attacks: people,
    reason:
      "The application signs users in, so it reads accounts and sessions. Passwords are stored as scrypt hashes, tokens as SHA-256 hashes.",
  },
  {
    who: application,
    attacks: ["sign everybody out", "take over sessions"],
    reason:
      "The application creates and revokes sessions, so anyone who has its password can act as any user of the site.",
  },
  {
    who: application,
    attacks: ["forge audit_log"],
    reason:
      "The application records its actions in audit_log. It can add rows but not change any; the database itself records deletions.",
  },
];
