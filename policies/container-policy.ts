import type { ContainerArgs } from "@pulumi/docker";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { exceptionTo } from "./exception.ts";
import { whenKnown } from "./unknown.ts";

/** Inputs of a container, as the Docker provider has checked them. */
export type ContainerInputs = Unwrap<ContainerArgs>;

/** Type of the resource that container rules are about. */
export const containerType = "docker:index/container:Container";

/** One demand on every container. */
export interface ContainerRule {
  /** Name of the rule, and of its file. */
  name: string;
  /** What goes wrong without it. */
  why: string;
  /** What to do about a finding. */
  mend: string;
  /** What is wrong with a container, as the end of the sentence '<container> …'; nothing when it is good. */
  decide: (container: ContainerInputs) => string | undefined;
}

/** The rule as a mandatory policy of Pulumi's engine. A container can be excepted by a label, see {@link exceptionTo}. */
export function containerPolicy(rule: ContainerRule): ResourceValidationPolicy {
  return {
    name: rule.name,
    description: rule.why,
    enforcementLevel: "mandatory",
    severity: "high",
    remediationSteps: rule.mend,
    validateResource: ({ type, props, name }, report) => {
      if (type !== containerType) return;
      const message = whenKnown(() => judge(rule, name, props as ContainerInputs));
      if (message !== undefined) report(message);
    },
  };
}

function judge(rule: ContainerRule, name: string, container: ContainerInputs): string | undefined {
  const finding = rule.decide(container);
  if (finding === undefined) return undefined;
  const { granted, refused } = exceptionTo(rule.name, container.labels ?? [], new Date());
  if (granted) return undefined;
  return [`Container ${name} ${finding}.`, rule.mend, refused].filter(Boolean).join(" ");
}
