import { people } from "./attack-lists.ts";
import type { Granted } from "./grant.ts";

const application = ["app", "app, pooler"];
const migrator = ["migrator", "migrator as owner"];
const columns: Record<string, string[]> = { app: application, migrator };

/** What is granted to everybody who can log in, and to the application. */
export const grantedToAll: Granted[] = [
  {
    who: "everybody",
    attacks: ["no statement timeout", "no idle timeouts"],
    reason:
      "Any session may lift its own timeouts. Connection limits by role and the pooler's own timeouts bound what it holds.",
  },
  {
    who: "everybody",
    attacks: ["no synchronous commit"],
    reason: "A session may choose not to wait for its own commits; others' are not touched.",
  },
  {
    who: "everybody",
    attacks: ["SET log_parameter_max_length_on_error", "SET local_preload_libraries"],
    reason:
      "Settings of one's own session: the first logs more, the second only names libraries of the server's plugins folder, which is empty.",
  },
  {
    who: "everybody",
    attacks: ["pretend to be another user", "pretend to be another program"],
    reason:
      "Names that a session gives itself. DeleteAuditLog has beside them the role that logged in and its address, which a session cannot choose.",
  },
  {
    who: "everybody",
    attacks: ["one's own password", "one's own settings"],
    reason:
      "PostgreSQL lets every role change its own password and settings, and no event trigger sees roles. The guardian alerts on it; the next deployment puts it back.",
  },
  {
    who: "everybody",
    attacks: ["run XML out of the database", "pg_export_snapshot"],
    reason: "Shows what the role may read anyway; a snapshot is a number.",
  },
  ...["app", "viewer", "migrator", "backup", "monitor", "guardian"].map((role) => ({
    who: columns[role] ?? [role],
    attacks: [`set the password of ${role}`],
    reason: "One's own password again.",
  })),
  {
    who: application,
    attacks: ["settings of another role"],
    reason: "The other role is the application itself: see one's own settings.",
  },
  {
    who: application,
    attacks: ["end the application's sessions"],
    reason: "A role may end sessions of its own. The pooler and the backend connect again.",
  },
  {
    who: application,
    attacks: people,
    reason:
      "The application signs people in: it reads accounts and sessions. Passwords are scrypt hashes, tokens SHA-256.",
  },
  {
    who: application,
    attacks: ["sign everybody out", "take over sessions"],
    reason:
      "The application makes and revokes sessions, so whoever is the application can be anybody on the site.",
  },
  {
    who: application,
    attacks: ["forge audit_log"],
    reason:
      "audit_log is what the application says it did. It can add to it and change nothing; deletions are recorded by the database itself.",
  },
];
