import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { quote } from "./quote.ts";

test("whatever a word holds, a shell reads it back as one word", () => {
  const word = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
  const words = fc.array(word, { minLength: 1 });
  fc.assert(
    fc.property(words, (list) => {
      const script = `printf '%s\\0' ${list.map(quote).join(" ")}`;
      const { stdout } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
      expect(stdout.split("\0").slice(0, -1)).toEqual(list);
    }),
    { numRuns: 60 },
  );
});

test("a NUL is refused: no argument can hold it", () => {
  expect(() => quote("a\0b")).toThrow(/NUL/);
});
