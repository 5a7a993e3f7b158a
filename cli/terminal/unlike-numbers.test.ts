import { assert, integer, property, stringMatching } from "fast-check";
import { expect, test } from "vitest";
import { isMap, parseDocument } from "yaml";
import { unlikeNumbers } from "./unlike-numbers.ts";

function problemsOf(value: string) {
  const { contents } = parseDocument(`ports:\n  nginx: ${value}\n`);
  return isMap(contents) ? unlikeNumbers(contents, "config") : [];
}

/** The number that the engine's parser (Go, yaml.v3) makes of a plain text; undefined when it stays a text. */
function engineNumber(text: string): number | undefined {
  const [, sign, digits = ""] = /^([-+]?)(.*)$/.exec(text.replaceAll("_", "")) ?? [];
  if (!/^[-+.\d]/.test(text)) return undefined;
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits}` : digits;
  const known = /^(?:0x[\da-f]+|0o[0-7]+|0b[01]+|\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)$/i.test(octal);
  return known ? Number(octal) * (sign === "-" ? -1 : 1) : undefined;
}

test.each([
  ["010", "10"],
  ["0010", "10"],
  ["8_000", "8000"],
  ["+8080", "8080"],
  ["0x1F90", "8080"],
  ["0o17", "8080"],
  ["0b11", "8080"],
  ["8:30", "8080"],
  ["8080.0", "8080"],
  ["8.08e3", "8080"],
  ["0_x10", "8080"],
  ["-1", "8080"],
  ["0o+6", "8080"],
])("%s is refused, with %s to write instead", (text, instead) => {
  expect(problemsOf(text)).toEqual([
    {
      key: "config.ports.nginx",
      message: `not every parser reads ${text} alike; write the number in plain digits, for example ${instead}`,
    },
  ]);
});

test.each(["0", "8080", "http://127.0.0.1:8080", "127.0.0.1", "true", "'8080'", '"010"', "~"])(
  "%s is read alike by all",
  (text) => {
    expect(problemsOf(text)).toEqual([]);
  },
);

test("a number with a tag, behind an anchor or in a list is found where it stands", () => {
  const { contents } = parseDocument('a: [1, &x 010]\nb: {c: !!int "7", d: *x}\n');
  const found = isMap(contents) ? unlikeNumbers(contents, "config") : [];
  expect(found.map(({ key }) => key)).toEqual(["config.a", "config.b.c"]);
});

test("what passes is the same number to the engine and to this parser", () => {
  const same = property(stringMatching(/^[-+.]?[0-9][0-9_xXobBEef:.+-]{0,6}$/), (text) => {
    const document = parseDocument(`n: ${text}`);
    const value = document.get("n");
    if (document.errors.length > 0 || problemsOf(text).length > 0) return;
    expect(typeof value === "number" ? value : undefined).toBe(engineNumber(text));
  });
  expect(() => assert(same, { numRuns: 5000 })).not.toThrow();
});

test("every number in plain digits passes", () => {
  const passes = property(integer({ min: 0 }), (number) => problemsOf(String(number)).length === 0);
  expect(() => assert(passes)).not.toThrow();
});
