import fc from "fast-check";
import { expect, test } from "vitest";
import { line, words } from "./text.ts";

test.each([
  ["  Ada  ", "Ada"],
  ["e\u0301", "é"],
  ["👩‍🚀 🇮🇱 שלום", "👩‍🚀 🇮🇱 שלום"],
])("a line of %j is kept as %j", (given, kept) => {
  expect(line(40).parse(given)).toBe(kept);
});

test.each([
  "",
  "   ",
  "a\u0000b",
  "a\nb",
  "a\u2028b",
  "a\u202eb",
  "\ud800",
  "a".repeat(41),
  "a\u200bb",
  7,
  null,
])("a line of %j is refused", (given) => {
  expect(line(40).safeParse(given).success).toBe(false);
});

test("several lines keep their line ends, in one form", () => {
  expect(words(40).parse(" a\r\nb\rc\n")).toBe("a\nb\nc");
  expect(words(40).parse("")).toBe("");
  expect(words(40).safeParse("a\u0007").success).toBe(false);
});

test("what is accepted fits into PostgreSQL's text and is accepted again, unchanged", () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  fc.assert(
    fc.property(text, (given) => {
      const { success, data } = words(40).safeParse(given);
      if (!success) return;
      expect(data.isWellFormed()).toBe(true);
      expect(data).not.toContain("\u0000");
      expect(words(40).parse(data)).toBe(data);
    }),
    { numRuns: 2000 },
  );
});
