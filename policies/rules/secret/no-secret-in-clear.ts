import type { ResourceValidationPolicy } from "@pulumi/policy";
import { verdict } from "../../resource-policy.ts";
import { messageOf, policyOf, type Rule } from "../../rule.ts";
import { unmarkedSecret } from "../../unmarked-secret.ts";

const rule: Rule = {
  name: "no-secret-in-clear",
  why: "What is not marked as a secret is written into the state, the preview and the log in clear.",
  mend: "Take it from a secret setting (pulumi config set --secret), or wrap it in pulumi.secret().",
  severity: "critical",
};

/** What was found at a resource before it is judged, by its URN. */
const found = new Map<string, string | undefined>();

/**
 * The engine tells a policy which values are marked as secrets only where it may change them, right before it judges the
 * resource: this rule looks there, changes nothing, and speaks when it is asked to judge.
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
