import { quote } from "../../provider/quote.ts";

/** A word as POSIX shells read it back unchanged; a plain one stays readable. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_/:=.,@%+-]+$/.test(word) ? word : quote(word);
}

/** `export NAME=VALUE` lines for `eval`. */
export function exportLines(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}=${shellQuote(value)}`)
    .join("\n");
}
