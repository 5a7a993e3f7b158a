import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { GrantArgs } from "@pulumi/postgresql/grant.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type ResourceRule, resourcePolicy } from "./resource-policy.ts";

/** Inputs common to grants and default privileges. */
export type Grant = Pick<
  Unwrap<GrantArgs>,
  "role" | "objectType" | "objects" | "privileges" | "withGrantOption"
>;

/** A requirement for every PostgreSQL grant, on existing and future objects. */
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

/** The objects of a grant, for messages. */
export const objectsOf = ({ objectType, objects = [] }: Grant): string =>
  objects.length > 0 ? `${objectType} ${objects.join(", ")}` : `every ${objectType}`;
