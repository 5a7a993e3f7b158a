import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { GrantArgs } from "@pulumi/postgresql/grant.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type ResourceRule, resourcePolicy } from "./resource-policy.ts";

/** What a grant and a default privilege have in common. */
export type Grant = Pick<
  Unwrap<GrantArgs>,
  "role" | "objectType" | "objects" | "privileges" | "withGrantOption"
>;

/** One demand on every grant of PostgreSQL, on what is there and on what is to come. */
export function grantPolicy(rule: Omit<ResourceRule<Grant>, "kinds">): ResourceValidationPolicy {
  return resourcePolicy<Grant>({
    ...rule,
    kinds: {
      "postgresql:index/grant:Grant": "Grant",
      "postgresql:index/defaultPrivileges:DefaultPrivileges": "Default privilege",
      "postgresql:index/defaultPrivileg:DefaultPrivileg": "Default privilege",
    },
  });
}

/** What a grant is about, as a message names it. */
export const objectsOf = ({ objectType, objects = [] }: Grant): string =>
  objects.length > 0 ? `${objectType} ${objects.join(", ")}` : `every ${objectType}`;
