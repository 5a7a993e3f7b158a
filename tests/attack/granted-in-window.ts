import { allListed } from "./attack-lists.ts";
import type { Granted } from "./grant.ts";

const who = ["open provisioner"];

/**
 * What the provisioner may do while a deployment runs, by which databases, roles and grants come about. Even then it is no superuser,
 * reads no file, runs no program, and drops, alters, truncates and updates nothing that is protected.
 */
export const grantedInWindow: Granted[] = [
  {
    who,
    attacks: [
      "drop the database after the template flag",
      "take the database's ownership",
      "take away the template flag",
      "refuse all connections",
      "limit connections to none",
      "set a setting for the database",
      "end every statement of the database",
      "reset the database's settings",
      "refresh the collation version",
      "create a database",
      "comment on the database",
      "connect to postgres",
      "log in as the provisioner",
      "create a role",
      "let the owner log in",
      "let the keeper log in",
      "rename a role",
      "settings of another role",
      "settings of a role in the database",
      "comment on a role",
      "set the password of app",
      "set the password of viewer",
      "set the password of migrator",
      "set the password of backup",
      "set the password of monitor",
      "set the password of guardian",
      "make the viewer a member of the owner",
      "take the migrator's membership",
      "own defaults for the owner's tables",
      "own defaults for the keeper's tables",
      "own defaults for one's own tables",
      "rights on one's own behalf",
      "rights on a column",
      "take the application's rights",
      "take one right",
      "rights on the schema",
      "rights on the database",
      "lock everybody out",
    ],
    reason:
      "Deployments make databases, roles and grants, and each of these is one. The guardian tells of it, and the window is open for a deployment only, an hour at most.",
  },
  {
    who,
    attacks: [
      "SET ROLE tovplay_keeper",
      "SET ROLE tovplay_owner",
      "SET ROLE tovplay_provisioner",
      "SET SESSION AUTHORIZATION tovplay_provisioner",
      "SET ROLE tovplay_app",
      "SET ROLE tovplay_viewer",
      "SET ROLE tovplay_migrator",
      "SET ROLE tovplay_backup",
      "SET ROLE tovplay_monitor",
      "SET ROLE tovplay_guardian",
      "role by set_config",
    ],
    reason: "It administers the roles that it made, and may act as each of them.",
  },
  {
    who,
    attacks: [
      "take everything of the owner",
      "set audit_log's sequence back",
      "set DeleteAuditLog's sequence to its end",
      "forge audit_log",
      "forge ConnectionAuditLog",
      "forge BackupLog",
      "forge the schema's version",
      "the protection's fingerprint",
      "write to the log",
      "end others' sessions",
      "end the application's sessions",
      ...allListed,
    ],
    reason:
      "As a member of the keeper, the owner and the roles that log in it may what they may; protection refuses and records as ever.",
  },
];
