import { utf8 } from "../names.ts";

/** How a psql command in a dump is handled. */
export type Command =
  /** It does not affect the data. */
  | { kind: "harmless" }
  /** It connects to that database; undefined: the same one. */
  | { kind: "connect"; database: string | undefined }
  | { kind: "refuse" };

const harmless = /^\\(?:restrict|unrestrict|echo|qecho|warn|set|pset|timing|encoding UTF-?8)\b/i;

/** Classifies a command. @param text from its backslash to the end of its line */
export function commandOf(text: string): Command {
  const [, rest] = /^\\(?:connect|c)(?:\s+(.+))?$/.exec(text) ?? ["none"];
  if (/^\\(?:connect|c)(?:\s|$)/.test(text)) return { kind: "connect", database: databaseIn(rest ?? "-") };
  // A second backslash starts another command, or SQL.
  const alone = !text.slice(1).includes("\\");
  return { kind: text === "\\." || (alone && harmless.test(text)) ? "harmless" : "refuse" };
}

/** The database in the arguments of `\connect`. */
function databaseIn(text: string): string | undefined {
  const [, inConnection] = /dbname='((?:[^'\\]|\\.|'')*)'/.exec(text) ?? [];
  if (inConnection !== undefined) return utf8(inConnection.replaceAll(/\\(.)|'(')/g, "$1$2"));
  const [, quotedName, plain = "-"] = /^(?:"((?:[^"]|"")*)"|(\S+))/.exec(text) ?? [];
  const name = quotedName?.replaceAll('""', '"') ?? plain;
  return name === "-" ? undefined : utf8(name);
}
