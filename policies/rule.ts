import type { Severity } from "@pulumi/policy";

/** What every rule says of itself, whatever it is about. */
export interface Rule {
  /** Name of the rule, and of its file. */
  name: string;
  /** What goes wrong without it. */
  why: string;
  /** What to do about a finding. */
  mend: string;
  /** How bad a finding is outside production, which raises it by one step. Default: high. */
  severity?: Severity;
  /** Outside production a finding is only shown. Default: it is refused everywhere. */
  advisory?: true;
}

/** What a finding is about, as a message calls it. */
export interface Subject {
  /** For example `Container`. */
  kind: string;
  name: string;
}

/** The part of a policy of Pulumi's engine that follows from the rule alone. */
export function policyOf({ name, why, mend, severity = "high", advisory }: Rule) {
  return {
    name,
    description: why,
    enforcementLevel: advisory ? ("advisory" as const) : ("mandatory" as const),
    severity,
    remediationSteps: mend,
  };
}

/** The whole message of a finding: what is wrong with what, what to do, and why an exception does not hold. */
export function messageOf(rule: Rule, { kind, name }: Subject, finding: string, refused?: string): string {
  return [`${kind} ${name} ${finding}.`, rule.mend, refused].filter(Boolean).join(" ");
}
