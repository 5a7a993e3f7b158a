import type { GrantRoleArgs } from "@pulumi/postgresql/grantRole.js";
import type { RoleArgs } from "@pulumi/postgresql/role.js";
import type { Unwrap } from "@pulumi/pulumi";
import { resourcePolicy } from "../../resource-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** Attributes of a role that reach beyond one database, with what a role that has one may do. */
const attributes = [
  ["superuser", "may do everything (SUPERUSER)"],
  ["createDatabase", "may create and drop databases (CREATEDB)"],
  ["createRole", "may create roles and take them over (CREATEROLE)"],
  ["replication", "may copy the whole cluster (REPLICATION)"],
  ["bypassRowLevelSecurity", "passes over row-level security (BYPASSRLS)"],
] as const satisfies readonly (readonly [keyof RoleArgs, string])[];

/** Who streams what the servers write to another host, and reads the whole cluster for it. Nobody else has to. */
const replicating = new Set(["tovplay_backup"]);

/** Roles whose members can become superuser, or write where they may not. */
const powerful =
  /^(postgres|rds_superuser|cloudsqlsuperuser|pg_(execute_server_program|(read|write)_server_files|write_all_data|maintain|create_subscription|signal_backend))$/;

export const policy = resourcePolicy<Partial<Unwrap<RoleArgs> & Unwrap<GrantRoleArgs>>>({
  name: "role-unprivileged",
  why: "Twice somebody dropped the production database, because what the application logged in as was allowed to.",
  mend: "Leave the attribute or membership out: the provisioner declares roles and databases, and nobody else needs more than grants.",
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
    (inputs.withAdminOption ? "may give the membership on to others (ADMIN OPTION)" : undefined),
});
