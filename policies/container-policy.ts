import type { ContainerArgs } from "@pulumi/docker";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { labelledException } from "./exceptions/exception.ts";
import { messageOf, policyOf, type Rule } from "./rule.ts";
import { whenKnown } from "./unknown.ts";

/** Inputs of a container, as checked by the Docker provider. */
export type ContainerInputs = Unwrap<ContainerArgs>;

/** Type of the Docker provider's container. */
export const containerType = "docker:index/container:Container";

/** Type of a service that is replaced without downtime: its `spec.container` has the shape of the Docker provider's container. */
export const releaseType = "tovplay-host:index:Release";

/** A requirement for every container. */
export interface ContainerRule extends Rule {
  /** What is wrong with a container, as the end of the sentence '<container> …'; undefined when it is good. */
  decide: (container: ContainerInputs) => string | undefined;
}

/** The rule as a Pulumi policy. A label can exempt a container, see {@link labelledException}. */
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

/** The container that a resource is or starts on a host; undefined when there is none. */
export function containerOf(type: string, props: Record<string, unknown>): ContainerInputs | undefined {
  if (type === containerType) return props as unknown as ContainerInputs;
  if (!type.startsWith("tovplay-host:")) return undefined;
  const { container } = (props.spec ?? {}) as { container?: ContainerInputs };
  // A release without a container is checked as a container without settings.
  return container ?? (type === releaseType ? ({} as ContainerInputs) : undefined);
}

function judge(rule: ContainerRule, name: string, container: ContainerInputs): string | undefined {
  const finding = rule.decide(container);
  if (finding === undefined) return undefined;
  const { granted, refused } = labelledException(rule.name, container.labels ?? [], new Date());
  return granted ? undefined : messageOf(rule, { kind: "Container", name }, finding, refused);
}
