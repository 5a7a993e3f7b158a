import { grantPolicy, objectsOf } from "../../grant-policy.ts";

export const policy = grantPolicy({
  name: "grants-not-public",
  why: "PUBLIC is every existing role and every future one, whatever its purpose.",
  fix: "Name the role that needs it. An empty list of privileges revokes what PostgreSQL grants to PUBLIC by default.",
  decide: (grant) => {
    if (grant.role.toLowerCase() !== "public" || grant.privileges.length === 0) return undefined;
    return `grants everybody ${grant.privileges.join(", ")} on ${objectsOf(grant)}`;
  },
});
