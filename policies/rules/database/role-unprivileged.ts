import type { GrantRoleArgs } from "@pulumi/postgresql/grantRole.js";
import type { RoleArgs } from "@pulumi/postgresql/role.js";
import type { Unwrap } from "@pulumi/pulumi";
import { resourcePolicy } from "../../resource-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** Role attributes that reach beyond one database, and what they allow. */
const attributes = [
  ["superuser", "may do everything (SUPERUSER)"],
  ["createDatabase", "may create and drop databases (CREATEDB)"],
  ["createRole", "may create roles and take them over (CREATEROLE)"],
  ["replication", "may copy the entire cluster (REPLICATION)"],
  ["bypassRowLevelSecurity", "bypasses row-level security (BYPASSRLS)"],
] as const satisfies readonly (readonly [keyof RoleArgs, string])[];

/** Roles that stream WAL to another host, for which they must be able to read the entire cluster. */
const replicating = new Set(["tovplay_backup"]);

/** Roles whose members can become superuser or exceed their own privileges. */
const powerful =
  /^(postgres|rds_superuser|cloudsqlsuperuser|pg_(execute_server_program|(read|write)_server_files|write_all_data|maintain|create_subscription|signal_backend))$/;

export const policy = resourcePolicy<Partial<Unwrap<RoleArgs> & Unwrap<GrantRoleArgs>>>({
  name: "role-unprivileged",
  why: "The production database was dropped twice, because the application's role had the privilege.",
  fix: "Remove the attribute or membership: the provisioner declares roles and databases, and no other role needs more than grants.",
  severity: "critical",
  kinds: { "postgresql:index/role:Role": "Role", "postgresql:index/grantRole:GrantRole": "Membership" },
  decide: (inputs) =>
    firstFinding(attributes, ([attribute, what]) => {
      if (attribute === "replication" && replicating.has(inputs.name ?? "")) return undefined;
      return inputs[attribute] ? what : undefined;
    }) ??
    firstFinding([inputs.grantRole ?? "", ...(inputs.roles ?? [])], (group) =>
      powerful.test(group) ? `makes a member of ${group}` : undefined,
    ) ??
    (inputs.withAdminOption ? "may pass the membership on to others (ADMIN OPTION)" : undefined),
});
