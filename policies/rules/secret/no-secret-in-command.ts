import { containerPolicy } from "../../container-policy.ts";
import { looksLikeCredential } from "../../secrets/looks-secret.ts";
import { namesSecret } from "../../secrets/secret-name.ts";
import { firstFinding } from "../../unknown.ts";

export const policy = containerPolicy({
  name: "no-secret-in-command",
  why: "Every user of the host can read the command line of every process, including health checks.",
  fix: "Mount the secret as a file and pass the file's path to the program.",
  severity: "critical",
  decide: ({ command, entrypoints, healthcheck }) =>
    decideWords(entrypoints, "entry point") ??
    decideWords(command, "command") ??
    decideWords(healthcheck?.tests, "health check"),
});

function decideWords(words: readonly string[] | undefined, where: string): string | undefined {
  return (
    firstFinding(words, (word) => {
      const [, name, value] = /^(?:--?)?([A-Za-z][\w.-]*)=(.+)$/s.exec(word) ?? [];
      if (name !== undefined && value !== undefined && isSecret(name, value))
        return `has the secret ${name} in its ${where}`;
      if (looksLikeCredential(word)) return `has a word in its ${where} that looks like a secret`;
      return undefined;
    }) ?? decideFlags(words, where)
  );
}

/** A secret after its option. */
function decideFlags(words: readonly string[] | undefined, where: string): string | undefined {
  let option: string | undefined;
  return firstFinding(words, (word) => {
    const before = option;
    option = /^--?([A-Za-z][\w.-]*)$/.exec(word)?.[1];
    if (before === undefined || option !== undefined || !isSecret(before, word)) return undefined;
    return `has the secret ${before} in its ${where}`;
  });
}

function isSecret(name: string, value: string): boolean {
  const setting = name.replaceAll(/[.-]/g, "_");
  // A path or a shell substitution is not the secret itself.
  return namesSecret(setting) && !/^[/$]/.test(value);
}
