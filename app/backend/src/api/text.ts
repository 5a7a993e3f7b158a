import { z } from "zod";

/** Control and formatting characters that nobody types on purpose: they hide text, turn it round, or end a line of a log. */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/u;
const unseenButLineEnds = new RegExp(unseen.source.replace("\\p{Cc}", "[\\p{Cc}--[\\n]]"), "v");

const wellFormed = (text: string) => text.isWellFormed();

/** Text of one line as a person wrote it: well-formed Unicode in NFC, trimmed, without control characters, `min` to `max` characters. */
export function line(max: number, min = 1) {
  return textWithout(unseen, "leave out control characters and line ends", max, min);
}

/** Text of several lines; line ends become `\n`. Otherwise like {@link line}. */
export function words(max: number, min = 0) {
  return textWithout(unseenButLineEnds, "leave out control characters", max, min);
}

function textWithout(refused: RegExp, advice: string, max: number, min: number) {
  return (
    z
      // Longer than any allowed text: the checks after it need not look at megabytes.
      .string()
      .max(max * 4, `use at most ${max} characters`)
      .refine(wellFormed, "leave out characters that are not valid Unicode")
      .transform((text) => text.replaceAll(/\r\n?/g, "\n").normalize("NFC").trim())
      .refine((text) => !refused.test(text), advice)
      .refine((text) => [...text].length <= max, `use at most ${max} characters`)
      .refine(
        (text) => [...text].length >= min,
        min === 1 ? "write something" : `use at least ${min} characters`,
      )
  );
}
