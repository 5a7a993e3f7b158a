import { utf8 } from "../names.ts";

/** What becomes of a command of psql in a dump. */
export type Command =
  /** It changes nothing of the data. */
  | { readonly kind: "harmless" }
  /** It goes on in that database; undefined: in the same one. */
  | { readonly kind: "connect"; readonly database: string | undefined }
  | { readonly kind: "refuse" };

const HARMLESS = /^\\(?:restrict|unrestrict|echo|qecho|warn|set|pset|timing|encoding UTF-?8)\b/i;

/** What becomes of a command. @param text from its backslash to the end of its line */
export function commandOf(text: string): Command {
  const [, rest] = /^\\(?:connect|c)(?:\s+(.+))?$/.exec(text) ?? ["none"];
  if (/^\\(?:connect|c)(?:\s|$)/.test(text)) return { kind: "connect", database: databaseIn(rest ?? "-") };
  // Behind a second backslash is another command, or SQL.
  const alone = !text.slice(1).includes("\\");
  return { kind: text === "\\." || (alone && HARMLESS.test(text)) ? "harmless" : "refuse" };
}

/** The database that the arguments of `\connect` name. */
function databaseIn(text: string): string | undefined {
  const [, inConnection] = /dbname='((?:[^'\\]|\\.|'')*)'/.exec(text) ?? [];
  if (inConnection !== undefined) return utf8(inConnection.replaceAll(/\\(.)|'(')/g, "$1$2"));
  const [, quotedName, plain = "-"] = /^(?:"((?:[^"]|"")*)"|(\S+))/.exec(text) ?? [];
  const name = quotedName?.replaceAll('""', '"') ?? plain;
  return name === "-" ? undefined : utf8(name);
}
