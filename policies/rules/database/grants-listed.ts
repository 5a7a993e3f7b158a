import { grantPolicy, objectsOf } from "../../grant-policy.ts";
import { firstFinding } from "../../unknown.ts";

export const policy = grantPolicy({
  name: "grants-listed",
  why: "ALL holds TRUNCATE and whatever a newer PostgreSQL adds to it, and no preview can tell what it was.",
  mend: "List the privileges that are needed.",
  decide: (grant) =>
    firstFinding(grant.privileges, (privilege) =>
      /^all( privileges)?$/i.test(privilege)
        ? `gives ${grant.role} ${privilege} on ${objectsOf(grant)}`
        : undefined,
    ),
});
