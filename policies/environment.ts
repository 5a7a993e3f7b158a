import type { Severity } from "@pulumi/policy";

/** How strictly a stack is checked. */
export type Environment = "local" | "staging" | "production";

/**
 * The environment of a stack. Lab stacks count as what they imitate; an unknown stack, or a state file
 * without a stack, counts as production.
 * @param stack name of the stack, without organization and project; empty when there is no stack
 */
export function environmentOf(stack: string): Environment {
  const name = stack.replace(/^lab-/, "");
  return name === "local" || name === "staging" ? name : "production";
}

/** Name of the stack that a resource belongs to. */
export const stackOf = (urn: string): string => urn.split("::")[0]?.replace("urn:pulumi:", "") ?? "";

/** The part of a policy that depends on the environment. */
interface Enforced {
  enforcementLevel?: "advisory" | "mandatory" | "remediate" | "disabled";
  severity?: Severity;
}

const steps: readonly Severity[] = ["low", "medium", "high", "critical"];

/** A policy in an environment: production makes advisory policies mandatory and raises every severity by one step. */
export function enforcedIn<P extends Enforced>(environment: Environment, policy: P): P {
  if (environment !== "production") return policy;
  const { enforcementLevel, severity = "high" } = policy;
  return {
    ...policy,
    enforcementLevel: enforcementLevel === "advisory" ? "mandatory" : enforcementLevel,
    severity: steps[steps.indexOf(severity) + 1] ?? "critical",
  };
}
