import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { stackOf } from "./environment.ts";
import { listed, listedException } from "./listed-exception.ts";
import { messageOf, policyOf, type Rule } from "./rule.ts";
import { whenKnown } from "./unknown.ts";

/** One demand on every resource of some types. */
export interface ResourceRule<Inputs> extends Rule {
  /** What a message calls a resource, by its type; the rule is about these types and no others. */
  kinds: Record<string, string>;
  /** What is wrong with a resource, as the end of the sentence '<resource> …'; nothing when it is good. */
  decide: (inputs: Inputs, resource: ResourceValidationArgs) => string | undefined;
}

/** The rule as a policy of Pulumi's engine. A resource can be excepted in `exceptions.json`. */
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

/** The message of a finding, or nothing when the resource is excepted. */
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
