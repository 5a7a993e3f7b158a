import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { quote } from "./quote.ts";

test("a shell reads any quoted word back unchanged", () => {
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

test("quote refuses a NUL character", () => {
  expect(() => quote("a\0b")).toThrow(/NUL/);
});
