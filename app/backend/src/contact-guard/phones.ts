/** Digits as words, in languages that people here write most. */
const numberWords: Readonly<Record<string, string>> = {
  ...{ zero: "0", oh: "0", nought: "0", null: "0", cero: "0", nul: "0" },
  ...{ one: "1", eins: "1", uno: "1", un: "1" },
  ...{ two: "2", zwei: "2", zwo: "2", dos: "2", deux: "2" },
  ...{ three: "3", drei: "3", tres: "3", trois: "3" },
  ...{ four: "4", vier: "4", cuatro: "4", quatre: "4" },
  ...{ five: "5", funf: "5", fuenf: "5", cinco: "5", cinq: "5" },
  ...{ six: "6", sechs: "6", seis: "6" },
  ...{ seven: "7", sieben: "7", siete: "7", sept: "7" },
  ...{ eight: "8", acht: "8", ocho: "8", huit: "8" },
  ...{ nine: "9", neun: "9", nueve: "9", neuf: "9" },
};
const word = Object.keys(numberWords)
  .sort((a, b) => b.length - a.length)
  .join("|");
const glued = new RegExp(`(?<![a-z])(?:(?:${word}|\\d|o(?=\\d|[a-z]*\\d))[\\s.,-]*)+(?![a-z])`, "g");
const oneWord = new RegExp(word, "g");

/** What has many digits and is no telephone number: dates, times, versions, sizes, money, counts. */
const harmless =
  /\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|(?<![\d.])v?\d{1,2}(?:\.\d{1,2}){2,3}\b(?!\.\d)|\b\d{3,4} ?x ?\d{3,4}\b|(?<![\d.,])\d{1,3}(?:[,.]\d{3})+\b(?![.,]?\d)|\b\d\.\d{5,}\b|[$€£]\s?\d[\d.,]*|\b\d[\d.,]* ?(?:%|€|fps|hz|ms|px|gb|mb|xp|hp|dps|points?|pts|gold|coins?|kills?|damage|dmg|mmr|elo|k|m)\b/g;
const counted =
  /\b(?:scores?|points?|xp|seed|record|highscore|mmr|elo|damage|dmg|gold|coins|kills|hp|dps|worth|total|id|coordinates?|coords|x|y|z|sum|of)\s?(?:is|was|:|=|of|are|at)?\s?[-~]?$/;
const asked =
  /\b(?:call|text|ring|phone|tel|telephone|mobile|cell|handy|sms|whatsapp|signal|number|nummer|numero|reach me|contact me)\b/;
const run = /(?:\+ ?|\b00)?\(?\d(?:[\s().\-/_*|~]{0,3}\d){5,}/g;

/** Whether a text has a telephone number. @param read one of the readings of a text */
export function hasPhone(read: string): boolean {
  const digits = asDigits(read);
  const left = digits.replaceAll(harmless, " ; ");
  for (const match of left.matchAll(run)) {
    const before = left.slice(Math.max(0, match.index - 24), match.index);
    if (isPhone(match[0], { before, called: asked.test(digits) })) return true;
  }
  return false;
}

function isPhone(found: string, { before, called }: { before: string; called: boolean }): boolean {
  const digits = found.replaceAll(/\D/g, "");
  const groups = found.trim().split(/\D+/).filter(Boolean);
  if (digits.length > 16 || countsUp(groups) || new Set(digits).size < 3) return false;
  if (/^\s*\+/.test(found)) return digits.length >= 7;
  if (called) return digits.length >= 6 && !counted.test(before);
  if (counted.test(before)) return false;
  if (groups.every(({ length }) => length === 1)) return digits.length >= 7;
  if (digits.startsWith("0")) return digits.length >= 8;
  if (groups.length === 1) return digits.length >= 9;
  if (/^\d{3}[-.]\d{4}$/.test(found.trim())) return true;
  return digits.length >= 9 && groups.length <= 7 && !found.includes("/");
}

/** 1 2 3 4 5 6 7, or 7 6 5 4: counting. */
function countsUp(groups: readonly string[]): boolean {
  if (groups.length < 3)
    return "01234567891011121314".includes(groups.join("")) || "9876543210".includes(groups.join(""));
  const numbers = groups.map(Number);
  const step = (numbers[1] ?? 0) - (numbers[0] ?? 0);
  return (
    step !== 0 && numbers.every((value, index) => index === 0 || value - (numbers[index - 1] ?? 0) === step)
  );
}

/** Digits that are written as words or with letters that look like digits, as digits. */
function asDigits(read: string): string {
  const repeated = read.replaceAll(/\b(double|triple) (\w+)/g, (_, how: string, what: string) =>
    `${what} `.repeat(how === "double" ? 2 : 3),
  );
  const spelled = repeated.replaceAll(glued, (part) =>
    part.replaceAll(/[,;]/g, " ").replaceAll(oneWord, (name) => `${numberWords[name] ?? name} `),
  );
  return spelled.replaceAll(/\b(?=[0-9oilsbz|]*\d)(?=[0-9oilsbz|]{2,}\b)[0-9oilsbz|]+/g, (token) =>
    token.replaceAll(/[oilsbz|]/g, (letter) => lookAlike[letter] ?? letter),
  );
}

const lookAlike: Readonly<Record<string, string>> = {
  o: "0",
  i: "1",
  l: "1",
  "|": "1",
  s: "5",
  b: "8",
  z: "2",
};
