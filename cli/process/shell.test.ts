import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exportLines, shellQuote } from "./shell.ts";

test.each([
  ["plain", "plain"],
  ["/a/b:c", "/a/b:c"],
  ["", "''"],
  ["two words", "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$HOME `x` "y"', "'$HOME `x` \"y\"'"],
])("quotes %j as %s", (word, quoted) => {
  expect(shellQuote(word)).toBe(quoted);
});

test("a shell reads every value back unchanged", () => {
  const value = fc.string({ unit: "binary", maxLength: 60 }).filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(value, (text) => {
      const script = `${exportLines({ VALUE: text })}\nprintf '%s' "$VALUE"`;
      const read = execFileSync("sh", ["-c", script], { encoding: "buffer" });
      expect(read.equals(Buffer.from(text))).toBe(true);
    }),
    { numRuns: 40 },
  );
});
