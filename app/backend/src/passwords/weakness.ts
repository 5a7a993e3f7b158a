import { commonPasswords } from "./common-passwords.ts";
import { listHas } from "./hash-list.ts";

/** What strangers know of somebody, and so try first. */
export interface KnownAbout {
  username: string;
  email: string;
}

let list: Promise<Buffer> | undefined;

/** Why a password would be guessed, in words for the person; undefined when it is fine. */
export async function weaknessOf(password: string, about: KnownAbout): Promise<string | undefined> {
  list ??= commonPasswords();
  const plain = password.normalize("NFKC").toLowerCase();
  if (isCommon(await list, plain))
    return "choose another password: many people use this one, so it is easy to guess";
  if (isPattern(plain)) return "choose another password: this one repeats itself, so it is easy to guess";
  if (isAboutOwner(plain, about)) return "choose another password: this one is mostly your name or address";
  return undefined;
}

const unlike: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/** The same word without digits and signs around it, and with letters for the signs that stand for them. */
function isCommon(list: Buffer, plain: string): boolean {
  const letters = plain.replaceAll(/[013457@$]/g, (sign) => unlike[sign] ?? sign);
  const forms = [plain, letters].flatMap((form) => [form, form.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "")]);
  return forms.some((form) => form.length >= 4 && [form, half(form)].some((word) => listHas(list, word)));
}

/** Of a word that is written twice, the word. */
function half(word: string): string {
  const middle = word.length / 2;
  return word.slice(0, middle) === word.slice(middle) ? word.slice(0, middle) : word;
}

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
];

/** A few characters again and again, or a row of the keyboard or alphabet, forwards or backwards. */
function isPattern(plain: string): boolean {
  if (new Set(plain).size < 4) return true;
  if (/^(.{1,5})\1+.{0,4}$/u.test(plain)) return true;
  const backwards = [...plain].reverse().join("");
  return rows.some((row) => row.includes(plain) || row.includes(backwards));
}

function isAboutOwner(plain: string, { username, email }: KnownAbout): boolean {
  const known = ["tovplay", username, email, email.split("@")[0] ?? ""].map((word) => word.toLowerCase());
  const rest = known
    .filter((word) => word.length >= 4)
    .sort((one, other) => other.length - one.length)
    .reduce((left, word) => left.replaceAll(word, ""), plain);
  return rest.length < plain.length && rest.length < 6;
}
