import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyShellWord, optionPath } from "./quote.ts";

test.each([
  ["/home/ana/.ssh/id_ed25519", "/home/ana/.ssh/id_ed25519"],
  ["~/.ssh/é ü", '"~/.ssh/é ü"'],
  ["/schlüssel/ключ", "/schlüssel/ключ"],
  [`/it's "mine"`, `"/it's \\"mine\\""`],
  ["/a\\b", '"/a\\\\b"'],
  ["/100%/d", "/100%%/d"],
  ["/cost$5", "/cost$5"],
  ["#key", '"#key"'],
  ["/a#key", "/a#key"],
  ["=key", '"=key"'],
])("the path %s is given to OpenSSH as %s", (path, value) => {
  expect(optionPath(path)).toBe(value);
});

test.each([`/a/\${HOME}/key`, "/a/\nkey"])("the path %j is refused in one sentence", (path) => {
  expect(() => optionPath(path)).toThrow(
    /^OpenSSH cannot be given the path .*; rename the file or its folder$/,
  );
});

test.each([
  ["ControlPath=none", "'ControlPath=none'"],
  ["-p", "-p"],
  ["it's", `'it'\\''s'`],
  ["a!b\\c", `'a'\\!'b'\\\\'c'`],
  ["[%h]:%p", "'[%h]:%p'"],
  ["", "''"],
])("the word %s is given to any shell as %s", (word, quoted) => {
  expect(anyShellWord(word)).toBe(quoted);
});

test("a POSIX shell reads whatever word back", () => {
  const word = fc.string({ unit: "grapheme" }).filter((text) => !/[\0\n]/.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (list) => {
      const script = `printf '%s\\0' ${list.map(anyShellWord).join(" ")}`;
      const { stdout } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
      expect(stdout.split("\0").slice(0, -1)).toEqual(list);
    }),
    { numRuns: 60 },
  );
});

test("a word with several lines is refused: csh cannot read it", () => {
  expect(() => anyShellWord("a\nb")).toThrow(/several lines/);
});
