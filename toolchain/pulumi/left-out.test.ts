import { expect, test } from "vitest";
import { type Cut, withoutCut } from "./left-out.ts";

const cut = (change: Partial<Cut>): Cut => ({ file: "a.go", from: "b", instead: [], ...change });

test.each([
  ["a text alone", cut({}), "acde"],
  ["a text up to another", cut({ before: "d" }), "ade"],
  ["a text with all that follows", cut({ before: "" }), "a"],
  ["a text for another", cut({ before: "d", instead: ["x", "y"] }), "ax\nyde"],
])("%s is cut out", (_, each, expected) => {
  expect(withoutCut("abcde", each)).toBe(expected);
});

test.each([
  ["what is to be cut", cut({ from: "x" })],
  ["where it ends", cut({ before: "x" })],
  ["where it ends, before it", cut({ before: "a" })],
])("a module without %s has other cuts to make", (_, each) => {
  expect(() => withoutCut("abcde", each)).toThrow("a.go has no such text");
});
