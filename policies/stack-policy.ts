import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { verdict } from "./resource-policy.ts";
import { policyOf, type Rule } from "./rule.ts";
import { whenKnown } from "./unknown.ts";

/** A requirement for every resource of some types that depends on the rest of its stack. */
export interface StackRule extends Rule {
  /** How messages name a resource, by type; the rule applies only to these types. */
  kinds: Record<string, string>;
  /** What is wrong with a resource in its stack, as the end of the sentence '<resource> …'; undefined when it is good. */
  decide: (resource: PolicyResource, all: readonly PolicyResource[]) => string | undefined;
}

/** The rule as a Pulumi policy. `exceptions.json` can exempt a resource. */
export function stackPolicy(rule: StackRule): StackValidationPolicy {
  return {
    ...policyOf(rule),
    validateStack: ({ resources }, report) => {
      for (const resource of resources) {
        const kind = rule.kinds[resource.type];
        if (kind === undefined) continue;
        const finding = whenKnown(() => rule.decide(resource, resources));
        const message = finding && verdict(rule, kind, resource, finding);
        if (message) report(message, resource.urn);
      }
    },
  };
}

/** Whether a property refers to another resource, by one of its outputs or by the value of its property `named`. */
export function refersTo(
  resource: PolicyResource,
  property: string,
  other: PolicyResource,
  named: string,
): boolean {
  if (resource.propertyDependencies[property]?.some(({ urn }) => urn === other.urn)) return true;
  const value = whenKnown(() => resource.props[property]);
  return value !== undefined && value === whenKnown(() => other.props[named]);
}
