import type { ResourceValidationPolicy } from "@pulumi/policy";
import { verdict } from "../../resource-policy.ts";
import { messageOf, policyOf, type Rule } from "../../rule.ts";
import { unmarkedSecret } from "../../secrets/unmarked-secret.ts";

const rule: Rule = {
  name: "no-secret-in-clear",
  why: "A value that is not marked as a secret is written to the state, the preview and the log in plain text.",
  fix: "Take it from a secret setting (pulumi config set --secret), or wrap it in pulumi.secret().",
  severity: "critical",
};

/** Findings from the remediation step, by URN. */
const found = new Map<string, string | undefined>();

/**
 * The engine shows a policy which values are marked as secrets only in the remediation step, just before it validates the
 * resource: this rule searches there, changes nothing, and reports during validation.
 */
export const policy: ResourceValidationPolicy = {
  ...policyOf(rule),
  enforcementLevel: "remediate",
  remediateResource: ({ urn, props }) => {
    found.set(urn, unmarkedSecret(props));
  },
  validateResource: (resource, report) => {
    const { name, urn } = resource;
    if (!found.has(urn)) {
      report(messageOf(rule, { kind: "Resource", name }, "could not be searched for secrets"));
      return;
    }
    const property = found.get(urn);
    const finding = property && `has the secret ${property}, which is not marked as one`;
    const message = finding && verdict(rule, "Resource", resource, finding);
    if (message) report(message);
  },
};
