import { containerPolicy } from "../../container-policy.ts";
import { looksLikeCredential } from "../../looks-secret.ts";
import { namesSecret } from "../../secret-name.ts";
import { firstFinding } from "../../unknown.ts";

export const policy = containerPolicy({
  name: "no-secret-in-labels",
  why: "Labels are shown by every listing of containers, and monitoring copies them into metrics and logs.",
  mend: "Mount the secret as a file, or leave it out: a label says what a container is.",
  severity: "critical",
  decide: ({ labels }) =>
    firstFinding(labels, ({ label, value }) => {
      if (namesSecret(lastPart(label)) && value !== "") return `has a secret in its label ${label}`;
      return looksLikeCredential(value) ? `has a label ${label} that looks like a secret` : undefined;
    }),
});

/** Names of rules are labels too, and some of them are about secrets. */
const lastPart = (label: string) =>
  label.startsWith("org.tovplay.exception.")
    ? ""
    : label.slice(label.lastIndexOf(".") + 1).replaceAll("-", "_");
