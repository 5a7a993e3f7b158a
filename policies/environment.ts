import type { Severity } from "@pulumi/policy";

/** How strictly a stack is judged. */
export type Environment = "local" | "staging" | "production";

/**
 * What a stack is judged as. Test hosts are judged as what they stand for, and a stack that is not known, or a state file
 * that is judged by itself, as production.
 * @param stack name of the stack, without organization and project; empty when the engine judges no stack
 */
export function environmentOf(stack: string): Environment {
  const name = stack.replace(/^lab-/, "");
  return name === "local" || name === "staging" ? name : "production";
}

/** Name of the stack that a resource belongs to. */
export const stackOf = (urn: string): string => urn.split("::")[0]?.replace("urn:pulumi:", "") ?? "";

/** The part of a policy that depends on where it is enforced. */
interface Enforced {
  enforcementLevel?: "advisory" | "mandatory" | "remediate" | "disabled";
  severity?: Severity;
}

const steps: readonly Severity[] = ["low", "medium", "high", "critical"];

/** A policy as an environment has it: production refuses what others only show, and takes everything one step more seriously. */
export function enforcedIn<P extends Enforced>(environment: Environment, policy: P): P {
  if (environment !== "production") return policy;
  const { enforcementLevel, severity = "high" } = policy;
  return {
    ...policy,
    enforcementLevel: enforcementLevel === "advisory" ? "mandatory" : enforcementLevel,
    severity: steps[steps.indexOf(severity) + 1] ?? "critical",
  };
}
