import { allListed } from "./attack-lists.ts";
import type { Granted } from "./grant.ts";

const who = ["open provisioner"];

/**
 * What the provisioner may do during a deployment, which creates databases, roles and grants. Even then it is not a superuser, reads no
 * file, runs no program, and does not drop, alter, truncate or update anything protected.
 */
export const grantedInWindow: Granted[] = [
  {
    who,
    attacks: [
      "drop the database after removing the template flag",
      "take over the database",
      "remove the template flag",
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
      "let the table owner log in",
      "let the database owner log in",
      "rename a role",
      "settings of another role",
      "settings of a role for the database",
      "comment on a role",
      "set the password of app",
      "set the password of viewer",
      "set the password of migrator",
      "set the password of backup",
      "set the password of monitor",
      "set the password of guardian",
      "make the viewer a member of the table owner",
      "revoke the migrator's membership",
      "default privileges on the table owner's tables",
      "default privileges on the database owner's tables",
      "default privileges on one's own tables",
      "rights for oneself",
      "rights on a column",
      "revoke the application's rights",
      "revoke rights on one table",
      "rights on the schema",
      "rights on the database",
      "lock everybody out",
    ],
    reason:
      "Deployments create databases, roles and grants, and each of these is one. The guardian reports it, and the window is only open during a deployment, for an hour at most.",
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
      "role through set_config",
    ],
    reason: "It administers the roles that it created, and may act as each of them.",
  },
  {
    who,
    attacks: [
      "take over everything of the table owner",
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
      "As a member of the database owner, the table owner and the login roles it has their rights; protection still refuses and records.",
  },
];
