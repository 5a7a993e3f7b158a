import { containerPolicy } from "../../container-policy.ts";
import { looksSecret } from "../../secrets/looks-secret.ts";
import { namesSecret } from "../../secrets/secret-name.ts";
import { firstFinding } from "../../unknown.ts";

export const policy = containerPolicy({
  name: "no-secret-in-environment",
  why: "Anyone who may inspect a container can read its environment, and so can crash reports and child processes.",
  fix: "Mount the secret as a file and set its path in a variable that ends in _FILE.",
  severity: "critical",
  decide: ({ envs }) =>
    firstFinding(envs, (entry) => {
      const cut = entry.indexOf("=");
      const [name, value] = cut < 0 ? [entry, ""] : [entry.slice(0, cut), entry.slice(cut + 1)];
      return decideSetting(name, value);
    }),
});

function decideSetting(name: string, value: string): string | undefined {
  if (name.toUpperCase().endsWith("_FILE")) {
    return value.startsWith("/")
      ? undefined
      : `has ${name} in its environment, which is not an absolute path`;
  }
  if (namesSecret(name)) return `has ${name} in its environment`;
  return looksSecret(value) ? `has ${name} in its environment, whose value looks like a secret` : undefined;
}
