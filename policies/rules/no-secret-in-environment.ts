import { containerPolicy } from "../container-policy.ts";
import { looksSecret } from "../looks-secret.ts";
import { firstFinding } from "../unknown.ts";

const secretName =
  /PASSW(OR)?D|PASSPHRASE|PASSCODE|SECRET|TOKEN|CREDENTIAL|(^|_)PASS(_|$)|(?<!PUBLIC_?)KEYS?(_|$)/;
/** What is said about a secret rather than the secret itself. */
const aboutSecret = /_(SECONDS|MINUTES|HOURS|DAYS|TTL|LENGTH|COUNT|BYTES)$/;

export const policy = containerPolicy({
  name: "no-secret-in-environment",
  why: "Everybody who may inspect a container reads its environment, and so do crash reports and every child process.",
  mend: "Mount the secret as a file and name it in a setting that ends in _FILE.",
  decide: ({ envs }) =>
    firstFinding(envs, (entry) => {
      const cut = entry.indexOf("=");
      const [name, value] = cut < 0 ? [entry, ""] : [entry.slice(0, cut), entry.slice(cut + 1)];
      return decideSetting(name.toUpperCase(), value, name);
    }),
});

function decideSetting(name: string, value: string, shown: string): string | undefined {
  if (name.endsWith("_FILE")) {
    return value.startsWith("/") ? undefined : `has ${shown} in its environment, which is no absolute path`;
  }
  if (secretName.test(name) && !aboutSecret.test(name)) return `has ${shown} in its environment`;
  return looksSecret(value) ? `has ${shown} in its environment, whose value looks like a secret` : undefined;
}
