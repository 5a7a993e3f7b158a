import type { ContainerArgs } from "@pulumi/docker";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { labelledException } from "./exception.ts";
import { messageOf, policyOf, type Rule } from "./rule.ts";
import { whenKnown } from "./unknown.ts";

/** Inputs of a container, as the Docker provider has checked them. */
export type ContainerInputs = Unwrap<ContainerArgs>;

/** Type of a container of the Docker provider. */
export const containerType = "docker:index/container:Container";

/** Type of a service that is replaced without a gap: its `spec.container` is in the shape of a container of the Docker provider. */
export const releaseType = "tovplay-host:index:Release";

/** One demand on every container. */
export interface ContainerRule extends Rule {
  /** What is wrong with a container, as the end of the sentence '<container> …'; nothing when it is good. */
  decide: (container: ContainerInputs) => string | undefined;
}

/** The rule as a policy of Pulumi's engine. A container can be excepted by a label, see {@link labelledException}. */
export function containerPolicy(rule: ContainerRule): ResourceValidationPolicy {
  return {
    ...policyOf(rule),
    validateResource: ({ type, props, name }, report) => {
      const message = whenKnown(() => {
        const container = containerOf(type, props);
        return container && judge(rule, name, container);
      });
      if (message !== undefined) report(message);
    },
  };
}

/** The container that a resource is, or that a step on a host starts; nothing when it has none. */
export function containerOf(type: string, props: Record<string, unknown>): ContainerInputs | undefined {
  if (type === containerType) return props as unknown as ContainerInputs;
  if (!type.startsWith("tovplay-host:")) return undefined;
  const { container } = (props.spec ?? {}) as { container?: ContainerInputs };
  // A release that does not say what it starts is judged as a container without any setting.
  return container ?? (type === releaseType ? ({} as ContainerInputs) : undefined);
}

function judge(rule: ContainerRule, name: string, container: ContainerInputs): string | undefined {
  const finding = rule.decide(container);
  if (finding === undefined) return undefined;
  const { granted, refused } = labelledException(rule.name, container.labels ?? [], new Date());
  return granted ? undefined : messageOf(rule, { kind: "Container", name }, finding, refused);
}
