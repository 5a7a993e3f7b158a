import { readFileSync } from "node:fs";

/** Longest plausible secret, in characters; catches a wrong path early. */
const longest = 4096;

/** The secret in a file, or why there is none; the reason never repeats the content. */
export type Secret = { content: string } | { refusal: string };

/** Reads a secret from a file; one trailing newline does not belong to it. */
export function readSecretFile(path: string): Secret {
  const text = textOf(path);
  if (text === undefined) return { refusal: `cannot read ${path}, mount the secret there` };
  const content = text.replace(/\r?\n$/, "");
  if (content === "") return { refusal: `${path} is empty, write the secret into it` };
  if (content.length > longest)
    return { refusal: `${path} is longer than ${longest} characters, so it is not a secret; check the path` };
  return { content };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
