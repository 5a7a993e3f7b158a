import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const spoken = new Set(["aria-label", "aria-description", "alt", "title", "placeholder", "label"]);
const folder = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".tsx"),
);

/** Words in a component's source, which the tests of texts.ts cannot see. */
function wordsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const words = wordsOf(node);
    if (/\p{L}/u.test(words)) found.push(words.trim());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("page.tsx", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

function wordsOf(node: ts.Node): string {
  if (ts.isJsxText(node)) return node.text;
  if (!ts.isJsxAttribute(node) || !spoken.has(node.name.getText())) return "";
  return node.initializer && ts.isStringLiteral(node.initializer) ? node.initializer.text : "";
}

describe("components", () => {
  it("are found by this test", () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(files)("contain no literal words in %s", (file) => {
    expect(wordsIn(readFileSync(folder + file, "utf8"))).toEqual([]);
  });

  it("are reported when they contain literal words", () => {
    expect(wordsIn('<p>Hello</p>; <img alt="a cat" className="big" />')).toEqual(["Hello", "a cat"]);
  });
});
