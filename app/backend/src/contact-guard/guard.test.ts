import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ApiError } from "../api/api-error.ts";
import { contactDetailsIn } from "./guard.ts";
import { refuseContactDetails } from "./refuse.ts";
import { disguised } from "./test-set/disguises.ts";

/** The texts of a file, one a line; `\n` in a line is a line end. */
const textsOf = (name: string) =>
  readFileSync(new URL(`./test-set/${name}.txt`, import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((text) => ({ text: text.replaceAll("\\n", "\n"), how: name }));

/** A third that nobody looked at while the rules were written: only their number of mistakes is printed, never which. */
const isUnseen = ({ text }: { text: string }) =>
  (createHash("sha256").update(text).digest()[0] ?? 0) % 3 === 0;

const contact = [...textsOf("contact"), ...disguised()];
const harmless = textsOf("harmless");
const found = ({ text }: { text: string }) => contactDetailsIn(text).length > 0;

test("the sets of texts are large enough", () => {
  expect([contact.length, harmless.length].every((count) => count >= 300)).toBe(true);
});

test.each([
  ["seen", (given: { text: string }) => !isUnseen(given)],
  ["unseen", isUnseen],
])("contact details are found and game talk is let through: %s texts", (name, isPart) => {
  const [positive, negative] = [contact.filter(isPart), harmless.filter(isPart)];
  const caught = positive.filter(found).length;
  const refused = negative.filter(found).length;
  const [precision, recall] = [caught / (caught + refused), caught / positive.length];
  const figures = `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
  process.stdout.write(
    `${name}: ${figures} (${caught}/${positive.length} found, ${refused}/${negative.length} refused)\n`,
  );
  if (process.env.TOVPLAY_GUARD_MISTAKES && name === "seen") {
    const mistakes = [...positive.filter((given) => !found(given)), ...negative.filter(found)];
    for (const { text, how } of mistakes)
      process.stdout.write(`${how}: ${JSON.stringify(text)} ${contactDetailsIn(text)}\n`);
  }
  expect(recall).toBeGreaterThanOrEqual(0.97);
  expect(precision).toBeGreaterThanOrEqual(0.98);
});

test("a refusal says which field looks like what, and keeps the text out of the message", () => {
  let refused: unknown;
  try {
    refuseContactDetails({ name: "ada@example.org", about: "I like chess" });
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(ApiError);
  if (!(refused instanceof ApiError)) return;
  expect(refused.code).toBe("invalid_request");
  expect(refused.extras.fields).toContainEqual({
    field: "name",
    detail: "this looks like an e-mail address: leave it out",
  });
  expect(JSON.stringify(refused)).not.toContain("ada@example.org");
  expect(() => refuseContactDetails({ name: "Evening round" })).not.toThrow();
});

test("long texts of any kind are checked quickly enough: the work grows no faster than the text", () => {
  for (const piece of ["0 ", "a ", "a.", "at ", "( at )", "one ", "@", "a@", "1.2.", "h t t p "]) {
    expect(() => contactDetailsIn(piece.repeat(4000 / piece.length))).not.toThrow();
  }
});
