import { readFileSync } from "node:fs";

/** Longest secret that is believed to be one, in characters: a wrong path is noticed early. */
const longest = 4096;

/** The secret that a file holds, or why there is none; the refusal never repeats the content. */
export type Secret = { content: string } | { refusal: string };

/** Reads a secret from a file; one line end at its end does not belong to it. */
export function readSecretFile(path: string): Secret {
  const text = textOf(path);
  if (text === undefined) return { refusal: `${path} cannot be read, mount the secret there` };
  const content = text.replace(/\r?\n$/, "");
  if (content === "") return { refusal: `${path} is empty, write the secret into it` };
  if (content.length > longest)
    return { refusal: `${path} is no secret, it is longer than ${longest} characters` };
  return { content };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
