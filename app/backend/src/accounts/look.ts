import { remove } from "confusables";
import { type RawBuilder, sql } from "kysely";

/**
 * How a name looks: two names with the same look can be mistaken for each other. Case, separators and signs that resemble letters do not
 * count. For names in ASCII it equals what the index "User_look_idx" computes.
 */
export function lookOf(name: string): string {
  const letters = remove(name.normalize("NFKC")).toLowerCase();
  const folded = letters.replaceAll(/[01i34578 _.-]/g, (sign) => folds[sign] ?? "");
  return folded.replaceAll("rn", "m").replaceAll("vv", "w");
}

const folds: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  i: "l",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
};

/** The look of the name in a row of "User", exactly as its index has it. */
export const lookInSql: RawBuilder<string> = sql<string>`replace(replace(translate(lower(username), '01i34578 _.-', 'olleastb'), 'rn', 'm'), 'vv', 'w')`;
