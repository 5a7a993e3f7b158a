import { grantPolicy, objectsOf } from "../../grant-policy.ts";
import { firstFinding } from "../../unknown.ts";

export const policy = grantPolicy({
  name: "grants-listed",
  why: "ALL includes TRUNCATE and any privilege that a newer PostgreSQL adds, and a preview cannot show which.",
  fix: "List the privileges that are needed.",
  decide: (grant) =>
    firstFinding(grant.privileges, (privilege) =>
      /^all( privileges)?$/i.test(privilege)
        ? `grants ${grant.role} ${privilege} on ${objectsOf(grant)}`
        : undefined,
    ),
});
