import type { PolicyResource } from "@pulumi/policy";
import { refersTo, stackPolicy } from "../../stack-policy.ts";
import { whenKnown } from "../../unknown.ts";

const roleType = "postgresql:index/role:Role";

export const policy = stackPolicy({
  name: "owner-without-login",
  why: "An owner can always drop what it owns, whatever is revoked; the predecessor's application owned its database.",
  mend: "Let a role without login own it, and let the one that migrates become that role by SET ROLE (inherit: false).",
  severity: "critical",
  kinds: {
    "postgresql:index/database:Database": "Database",
    "postgresql:index/schema:Schema": "Schema",
    "postgresql:index/publication:Publication": "Publication",
    "postgresql:index/defaultPrivileges:DefaultPrivileges": "Default privilege",
    "postgresql:index/grantRole:GrantRole": "Membership",
  },
  decide: (resource, all) => {
    const roles = all.filter(({ type }) => type === roleType);
    if (resource.type === "postgresql:index/grantRole:GrantRole") return decideMember(resource, roles, all);
    return decideOwner(resource, roles);
  },
});

function decideOwner(resource: PolicyResource, roles: PolicyResource[]): string | undefined {
  const owner = roles.find((role) => refersTo(resource, "owner", role, "name"));
  const name = whenKnown(() => resource.props.owner);
  if (owner) return owner.props.login ? `belongs to ${owner.name}, which can log in` : undefined;
  return name === undefined || name === ""
    ? "names no owner, so that it belongs to whoever deploys"
    : `belongs to ${name}, which this stack does not declare`;
}

/** A member that inherits is the owner in all but name. */
function decideMember(
  membership: PolicyResource,
  roles: PolicyResource[],
  all: readonly PolicyResource[],
): string | undefined {
  const group = roles.find((role) => refersTo(membership, "grantRole", role, "name"));
  const member = roles.find((role) => refersTo(membership, "role", role, "name"));
  if (!group || !member?.props.login || member.props.inherit === false) return undefined;
  const owned = all.find(
    (other) => other.type !== membership.type && refersTo(other, "owner", group, "name"),
  );
  return owned && `lets ${member.name}, which can log in, act as ${group.name}, the owner of ${owned.name}`;
}
