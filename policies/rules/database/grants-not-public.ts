import { grantPolicy, objectsOf } from "../../grant-policy.ts";

export const policy = grantPolicy({
  name: "grants-not-public",
  why: "PUBLIC is every role that there is and every one that is made later, whatever it was made for.",
  mend: "Name the role that needs it. An empty list of privileges takes from PUBLIC what PostgreSQL gives it.",
  decide: (grant) => {
    if (grant.role.toLowerCase() !== "public" || grant.privileges.length === 0) return undefined;
    return `gives everybody ${grant.privileges.join(", ")} on ${objectsOf(grant)}`;
  },
});
