import { unknown } from "./differences.ts";
import { isSecret } from "./redact.ts";

/**
 * A piece of what people read. Plain text is our own words; what comes from elsewhere says so, since it may hold markup,
 * mentions or control characters: `code` is a name or value, `prose` a message.
 */
export type Piece = string | { code: string } | { prose: string } | { link: string; to: string };

export type Cell = readonly Piece[];

/** Longest name or value that is shown, in characters. */
const longestCell = 160;

function clip(text: string, longest = longestCell): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** A name. */
export function name(text: string): Piece {
  return text === "" ? "(no name)" : { code: clip(text) };
}

/** A message, on one line. */
export function message(text: string): Piece {
  return { prose: clip(text.replace(/\s+/g, " "), 600) };
}

/** Pieces with a separator between. */
export function joined(pieces: readonly Piece[], separator = ", "): Piece[] {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece]));
}

/** `1 change`, `2 changes`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Names in a row, and how many more there are. */
export function listed(names: readonly string[], most = 4): Piece[] {
  const more = names.length - most;
  return [...joined(names.slice(0, most).map(name)), ...(more > 0 ? [` and ${more} more`] : [])];
}

/** An image or digest with as much of its hash as tells it from others. */
function shortened(text: string): string {
  return text
    .replaceAll(/\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b/g, "$1")
    .replace(/^([0-9a-f]{12})[0-9a-f]{20,}$/, "$1");
}

/**
 * A setting's value, fit to be shown.
 * @param path names of the setting from the outside in: they tell whether it is a secret
 */
export function value(path: string, of: unknown): Piece {
  if (of === undefined || of === null) return "–";
  if (of === unknown) return "known at deployment";
  if (isSecret(path, of)) return "secret";
  const text = typeof of === "string" ? of : (JSON.stringify(of) ?? "");
  if (text.trim() === "") return text === "" ? "empty" : "blank";
  const lines = text.split("\n").length;
  return lines > 1 ? `${lines} lines` : { code: clip(shortened(text)) };
}

/** A cell as plain words, with nothing in it that a terminal would obey. */
export function plain(cell: Cell): string {
  return cell.map((piece) => (typeof piece === "string" ? piece : harmless(textOf(piece)))).join("");
}

function textOf(piece: Exclude<Piece, string>): string {
  if ("code" in piece) return piece.code;
  return "prose" in piece ? piece.prose : `${piece.link} ${piece.to}`;
}

/** Control characters, and those that are invisible or change the direction of text, made visible. */
export function harmless(text: string): string {
  const visible = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;
  return text.replaceAll(/[\n\r\t]+/g, " ").replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, visible);
}
