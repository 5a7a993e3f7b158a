import fc from "fast-check";
import { expect, test } from "vitest";
import { bounded, longestComment } from "./bounded.ts";
import type { Piece } from "./cell.ts";
import { markdown } from "./markdown.ts";
import { plainText } from "./plain-text.ts";
import type { Report } from "./report.ts";
import { summarize } from "./summarize.ts";
import { planOf } from "./testing/plan-of.ts";

function reportOf(...pieces: Piece[]): Report {
  const section = { id: "x", title: "X", tone: "plain" as const, columns: ["a"], rows: [[pieces]] };
  return {
    about: "Preview of",
    stack: "s",
    verdict: "changes",
    headline: [],
    counts: "",
    sections: [section],
    links: [],
  };
}

/** The one cell of the one table. */
function cellOf(piece: Piece): string | undefined {
  return /^\| (.*) \|$/.exec(markdown(reportOf(piece)).split("\n").at(-1) ?? "")?.[1];
}

test.each([
  ["plain", "`plain`"],
  ["a`b", "``a`b``"],
  ["`", "`` ` ``"],
  ["``a", "``` ``a ```"],
  [" a ", "`  a  `"],
  ["<b>@octocat</b> #1", "`<b>@octocat</b> #1`"],
  ["a|b", "<code>a&#124;b</code>"],
  ["a\\|`<i>@x", "<code>a&#92;&#124;&#96;&#60;i&#62;&#64;\u200Bx</code>"],
  ["a\nb\tc", "`a b c`"],
  ["a\u202Eb\u001B[31m", "`a\\u{202e}b\\u{1b}[31m`"],
])("the name %j is code", (code, expected) => {
  expect(cellOf({ code })).toBe(expected);
});

test.each([
  ["It is plain.", "It is plain\\."],
  ["<img src=x>", "&#60;img src\\=x&#62;"],
  ["@octocat", "\\@\u200Boctocat"],
  ["see #12", "see \\#\u200B12"],
  ["see GH-12", "see GH\u200B\\-12"],
  ["https://example.org", "https\\:\u200B//example\\.org"],
  ["www.example.org", "www\u200B\\.example\\.org"],
  ["[a](b) **c** `d` | ~e~", "\\[a\\]\\(b\\) \\*\\*c\\*\\* \\`d\\` \\| \\~e\\~"],
  ["&copy;", "&#38;copy;"],
])("the message %j is no markup", (prose, expected) => {
  expect(cellOf({ prose })).toBe(expected);
});

test("a link leads where it says, and nowhere when it would break out", () => {
  expect(cellOf({ link: "run", to: "https://example.org/a>b c" })).toBe(
    "[run](<https://example.org/a%3Eb%20c>)",
  );
});

/** Texts that are likely to mean something to a renderer. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "`",
        "|",
        "\\",
        "<",
        ">",
        "&",
        "@a",
        "#1",
        "\n",
        "*",
        "_",
        "[x](y)",
        "<!--",
        "</details>",
        "\u202E",
        "www.",
        "://",
      ),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

test("whatever names hold, the structure is ours alone", () => {
  const property = fc.property(hostile, hostile, hostile, (name, value, message) => {
    const step = { type: value, name, before: { [name]: value }, after: { [name]: message }, op: "replace" };
    const judgements = [{ policy: name, mandatory: true, resource: value, message }];
    const text = markdown(
      summarize(planOf([step], { stack: name, judgements, errors: [message], ending: "failed" })),
    );
    const tables = text.split("\n\n").filter((part) => part.startsWith("| "));
    for (const lines of tables.map((table) => table.split("\n"))) {
      const bars = lines.map((line) => line.match(/(?:[^|\\]|\\.)*\|/g)?.length);
      expect(new Set(bars).size).toBe(1);
    }
    const outsideCode = text.replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
    expect(outsideCode.replaceAll(/<\/?(?:details|summary|code)>/g, "")).not.toContain("<");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
  });
  fc.assert(property, { seed: 4, numRuns: 300 });
});

test("nothing that a terminal obeys comes out as text", () => {
  const property = fc.property(hostile, (name) => {
    const text = plainText(
      summarize(planOf([{ type: name, name, after: { name } }], { stack: name, errors: [name] })),
    );
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
  fc.assert(property, { seed: 4, numRuns: 300 });
});

test("a huge plan is cut from its end: totals, what stops and which data goes stay, and what was cut is counted", () => {
  const long = "x".repeat(3000);
  const container = "docker:index/container:Container";
  const many = Array.from({ length: 2000 }, (_, index) => ({
    type: container,
    op: "update",
    name: `service-${index}`,
    before: { envs: [`${long}=1`], memory: 1 },
    after: { envs: [`${long}=2`], memory: 2 },
    paths: ["envs", "memory"],
  }));
  const stopped = {
    type: container,
    op: "replace",
    name: "tovplay-postgres",
    before: { a: 1 },
    after: { a: 2, labels: [{ label: "org.tovplay.stateful", value: "database" }] },
  };
  const lost = { type: "docker:index/volume:Volume", name: "tovplay-data", before: { a: 1 } };
  const report = summarize(planOf([...many, lost, stopped]));
  for (const render of [markdown, plainText]) {
    const text = bounded(report, render);
    expect(text.length).toBeLessThanOrEqual(longestComment);
    expect(text.length).toBeGreaterThan(longestComment / 4);
    expect(text).toMatch(/2002 changes, downtime of `?tovplay-postgres`?, DATA IS DELETED: `?tovplay-data`?/);
    expect(text).toContain("1 to replace, 1 to delete, 2000 to update");
    expect(text).toContain("PostgreSQL restarts");
    expect(text).toContain("Every change (2002)");
    expect(text).toMatch(/… and 2002 more, left out for length/);
  }
});

test("what fits is not cut", () => {
  const report = summarize(planOf([{ type: "any", before: { a: 1 }, after: { a: 2 } }]));
  expect(bounded(report, markdown)).toBe(markdown(report));
  expect(markdown(report)).not.toContain("left out");
});
