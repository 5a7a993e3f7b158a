import { confusablesMap } from "confusables";

/** Code point of 🇦, the first of the regional indicators, which people use as letters. */
const firstRegional = 0x1f1e6;

/**
 * A text as a reader takes it: look-alike, full-width, circled and mathematical characters as plain lower-case ones, digits of all scripts
 * as 0 to 9, without marks and without what cannot be seen. Spaces and line ends stay.
 */
function asRead(text: string): string {
  const visible = text
    .normalize("NFKD")
    .replaceAll(/[\p{Cf}\p{M}]/gu, "")
    .normalize("NFKC");
  return [...visible].map(plain).join("").toLowerCase();
}

function plain(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character;
  if (/\p{Nd}/u.test(character)) return digitOf(code);
  if (code >= firstRegional && code < firstRegional + 26)
    return String.fromCodePoint(0x61 + code - firstRegional);
  if (/[。。·•∙⋅]/.test(character)) return ".";
  if (/\p{Zs}/u.test(character)) return " ";
  if (/\p{Pd}/u.test(character)) return "-";
  return confusablesMap.get(character) ?? character;
}

/** Digits of every script stand in rows of ten whose zero is the first. */
function digitOf(code: number): string {
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
  return String((code - zero) % 10);
}

/** The ways in which somebody can split or spell a text so that it still can be read; each detector looks at all of them. */
export function readings(text: string): string[] {
  const read = asRead(text);
  const flat = read.replaceAll(/\s+/g, " ").trim();
  const glued = read.replaceAll(/\s*\n\s*/g, "");
  return [...new Set([flat, joinedLetters(flat), glued].map(withSigns))];
}

/** Letters that stand alone, as in `d i s c o r d` or `a.d.a`, as words. */
function joinedLetters(text: string): string {
  const spaced = text.replaceAll(/(?<![^\s])(?:[a-z0-9@#:/_.+-] ){3,}[a-z0-9@#:/_.+-](?![^\s])/g, (run) =>
    run.replaceAll(" ", ""),
  );
  return spaced.replaceAll(/(?<![a-z0-9])(?:[a-z0-9][-._*~]){3,}[a-z0-9](?![a-z0-9])/g, (run) =>
    run.replaceAll(/[-._*~]/g, ""),
  );
}

const signs: readonly (readonly [RegExp, string])[] = [
  [/\s*[([{<*~"'|]+\s*(?:at|ät|a t|@)\s*[)\]}>*~"'|]+\s*/g, "@"],
  [/\s*[([{<*~"'|]+\s*(?:dot|punkt|punto|d o t|\.)\s*[)\]}>*~"'|]+\s*/g, "."],
  [/\s*[([{<*]+\s*hash\s*[)\]}>*]+\s*/g, "#"],
  [/\s+(?:at sign|at-sign|arroba|klammeraffe|chiocciola|arobase)\s+/g, "@"],
  [/\s+(?:dot|punkt|punto|period|full stop)\s+/g, "."],
  [/(?<=[a-z0-9])[-_](?:dot|punkt)[-_](?=[a-z0-9])/g, "."],
  [/(?<=[a-z0-9])[-_](?:at)[-_](?=[a-z0-9])/g, "@"],
  [/\s+(?:forward )?slash\s+/g, "/"],
  [/\s+underscore\s+/g, "_"],
  [/\s+(?:hash|hashtag)\s+(?=\d)/g, "#"],
  [/\s*@\s+(?=[a-z0-9-]+\s?\.)/g, "@"],
  [/(?<=[a-z0-9])\s+@(?=[a-z])/g, "@"],
  [/ \. /g, "."],
  [/(?<=[a-z0-9]) \.(?=[a-z])/g, "."],
  [/ \/ ?(?=[a-z0-9])/g, "/"],
];

/** Signs that are written as words, or with spaces and brackets around them, as signs. */
function withSigns(text: string): string {
  return signs.reduce((read, [spelled, sign]) => read.replaceAll(spelled, sign), text);
}
