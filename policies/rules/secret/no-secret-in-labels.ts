import { containerPolicy } from "../../container-policy.ts";
import { looksLikeCredential } from "../../secrets/looks-secret.ts";
import { namesSecret } from "../../secrets/secret-name.ts";
import { firstFinding } from "../../unknown.ts";

export const policy = containerPolicy({
  name: "no-secret-in-labels",
  why: "Every listing of containers shows labels, and monitoring copies them into metrics and logs.",
  fix: "Mount the secret as a file, or remove it: labels only describe a container.",
  severity: "critical",
  decide: ({ labels }) =>
    firstFinding(labels, ({ label, value }) => {
      if (namesSecret(lastPart(label)) && value !== "") return `has a secret in its label ${label}`;
      return looksLikeCredential(value) ? `has a label ${label} that looks like a secret` : undefined;
    }),
});

/** Exceptions are labels with the name of a rule, and some rules have 'secret' in their name. */
const lastPart = (label: string) =>
  label.startsWith("org.tovplay.exception.")
    ? ""
    : label.slice(label.lastIndexOf(".") + 1).replaceAll("-", "_");
