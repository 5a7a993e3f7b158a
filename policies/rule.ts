import type { Severity } from "@pulumi/policy";

/** What every rule has in common. */
export interface Rule {
  /** Name of the rule and of its file. */
  name: string;
  /** What goes wrong without it. */
  why: string;
  /** What to do about a finding. */
  fix: string;
  /** Severity outside production, which raises it by one step. Default: high. */
  severity?: Severity;
  /** Whether findings are only shown outside production. Default: they are refused everywhere. */
  advisory?: true;
}

/** Subject of a finding, for messages. */
export interface Subject {
  /** For example `Container`. */
  kind: string;
  name: string;
}

/** The part of a Pulumi policy that depends only on the rule. */
export function policyOf({ name, why, fix, severity = "high", advisory }: Rule) {
  return {
    name,
    description: why,
    enforcementLevel: advisory ? ("advisory" as const) : ("mandatory" as const),
    severity,
    remediationSteps: fix,
  };
}

/** The message of a finding: the resource, the problem, the fix, and why an exception is not valid. */
export function messageOf(rule: Rule, { kind, name }: Subject, finding: string, refused?: string): string {
  return [`${kind} ${name} ${finding}.`, rule.fix, refused].filter(Boolean).join(" ");
}
