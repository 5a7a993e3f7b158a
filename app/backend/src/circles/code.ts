import { createHash, randomInt } from "node:crypto";

/** Without letters and digits that look alike when read aloud or written by hand: no I, L, O, U, 0 or 1. */
const alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const groups = 3;
const groupLength = 4;

/** A new code for another person, for example `K7WM-2PQX-RT9A`: 58 bits, and few attempts an hour to guess it. */
export function newCode(): string {
  const letters = Array.from(
    { length: groups * groupLength },
    () => alphabet[randomInt(alphabet.length)],
  ).join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

/** SHA-256 of a code as somebody typed it, without regard to case, spaces and dashes. */
export function codeHash(typed: string): Buffer {
  return createHash("sha256").update(typed.toUpperCase().replaceAll(/[\s-]/g, "")).digest();
}
