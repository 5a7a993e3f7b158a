import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { verdict } from "./resource-policy.ts";
import { policyOf, type Rule } from "./rule.ts";
import { whenKnown } from "./unknown.ts";

/** One demand on every resource of some types that depends on what else its stack declares. */
export interface StackRule extends Rule {
  /** What a message calls a resource, by its type; the rule is about these types and no others. */
  kinds: Record<string, string>;
  /** What is wrong with a resource among all of its stack, as the end of the sentence '<resource> …'; nothing when it is good. */
  decide: (resource: PolicyResource, all: readonly PolicyResource[]) => string | undefined;
}

/** The rule as a policy of Pulumi's engine. A resource can be excepted in `exceptions.json`. */
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

/** Whether a property of a resource names another resource: by a value that comes from it, or by the name in its own property. */
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
