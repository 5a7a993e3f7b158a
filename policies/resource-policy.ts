import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { stackOf } from "./environment.ts";
import { listed, listedException } from "./exceptions/listed-exception.ts";
import { messageOf, policyOf, type Rule } from "./rule.ts";
import { whenKnown } from "./unknown.ts";

/** A requirement for every resource of some types. */
export interface ResourceRule<Inputs> extends Rule {
  /** How messages name a resource, by type; the rule applies only to these types. */
  kinds: Record<string, string>;
  /** What is wrong with a resource, as the end of the sentence '<resource> …'; undefined when it is good. */
  decide: (inputs: Inputs, resource: ResourceValidationArgs) => string | undefined;
}

/** The rule as a Pulumi policy. `exceptions.json` can exempt a resource. */
export function resourcePolicy<Inputs>(rule: ResourceRule<Inputs>): ResourceValidationPolicy {
  return {
    ...policyOf(rule),
    validateResource: (resource, report) => {
      const kind = rule.kinds[resource.type];
      if (kind === undefined) return;
      const finding = whenKnown(() => rule.decide(resource.props as Inputs, resource));
      const message = finding && verdict(rule, kind, resource, finding);
      if (message) report(message);
    },
  };
}

/** The message for a finding, or undefined when the resource is exempt. */
export function verdict(
  rule: Rule,
  kind: string,
  { name, urn }: { name: string; urn: string },
  finding: string,
): string | undefined {
  const about = { rule: rule.name, stack: stackOf(urn), resource: name };
  const { granted, refused } = listedException(listed, about, new Date());
  return granted ? undefined : messageOf(rule, { kind, name }, finding, refused);
}
