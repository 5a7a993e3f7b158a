import { expect, test } from "vitest";
import { Lexer } from "./lexer.ts";
import type { Piece } from "./piece.ts";

function read(text: string): { pieces: Piece[]; open: string | undefined } {
  const lexer = new Lexer();
  const pieces = text
    .split(/(?<=\n)/)
    .flatMap((line, index) => lexer.line(line, index + 1))
    .filter(({ kind }) => kind !== "line-end");
  return { pieces, open: lexer.end().open };
}

/** Texts with their statements, comments and commands as psql reads them, and what is open at the end. */
const texts: [text: string, expected: string[], open?: string][] = [
  ["SELECT 1; SELECT 2;\n", ["SELECT 1;", "SELECT 2;"]],
  ["SELECT ';', 'it''s;', E'\\';', \";\"\"\";\n", ["SELECT ';', 'it''s;', E'\\';', \";\"\"\";"]],
  ["SELECT 'a\\'; SELECT B'\\'; SELECT U&'\\';", ["SELECT 'a\\';", "SELECT B'\\';", "SELECT U&'\\';"]],
  ["SELECT 'a\n;\nb';", ["SELECT 'a\n;\nb';"]],
  ["SELECT $$;$$, $a$ $$; $b$ $a$;", ["SELECT $$;$$, $a$ $$; $b$ $a$;"]],
  ["SELECT a$b$c, $1 AS x;", ["SELECT a$b$c, $1 AS x;"]],
  ["SELECT (1;2);", ["SELECT (1;2);"]],
  ["/* ; /* ' */ ; */ SELECT 1 /* ; */;", ["SELECT 1  ;"]],
  ["COPY/**/t--x\nFROM stdin;", ["COPY t\nFROM stdin;"]],
  ["-- one; 'two\nSELECT 1 -- three;\n;", ["-- one; 'two", "SELECT 1 \n;"]],
  // psql ends such a comment at a carriage return too.
  ["-- one\rSELECT 1;\r\n", ["-- one", "SELECT 1;"]],
  ["\\echo 'it\nSELECT 1;", ["\\echo 'it", "SELECT 1;"]],
  ["SELECT 1 \\gexec\n;", ["\\gexec", ";"]],
  [
    "CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; END; SELECT 1;",
    ["CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; END;", "SELECT 1;"],
  ],
  [
    "CREATE FUNCTION f(begin int) AS ''; CREATE TABLE function (x int); BEGIN; END;",
    ["CREATE FUNCTION f(begin int) AS '';", "CREATE TABLE function (x int);", "BEGIN;", "END;"],
  ],
  [
    "SET standard_conforming_strings = off; SELECT 'a\\';'; SELECT B'\\'; \\c x\nSELECT 'a\\';",
    ["SET standard_conforming_strings = off;", "SELECT 'a\\';';", "SELECT B'\\';", "\\c x", "SELECT 'a\\';"],
  ],
  [
    "SELECT set_config('standard_conforming_strings', 'false', false); SELECT '\\''; RESET ALL; SELECT '\\';",
    [
      "SELECT set_config('standard_conforming_strings', 'false', false);",
      "SELECT '\\'';",
      "RESET ALL;",
      "SELECT '\\';",
    ],
  ],
  ["SELECT 'a", [], "quoted text"],
  ['SELECT "a', [], "quoted text"],
  ["SELECT $x$ $$", [], "quoted text"],
  ["SELECT 1 /* /* */", [], "comment"],
  ["CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1;", [], "statement"],
  ["SELECT 1", [], "statement"],
  ["", []],
];

test.each(texts)("%j is split like in psql", (text, expected, open?: string) => {
  const { pieces, open: found } = read(text);
  expect(
    pieces.map((piece) => (piece.kind === "statement" ? piece.head : "text" in piece && piece.text)),
  ).toEqual(expected);
  expect(found).toBe(open);
});

test.each([
  ["COPY t FROM stdin;", true],
  ['copy "a;b" ("c;d", "e)f") FROM STDIN WITH (FORMAT csv);', true],
  [
    `COPY t (${Array.from({ length: 1600 }, (_, index) => `"${"x".repeat(58)}${index}"`).join(", ")}) FROM stdin;`,
    true,
  ],
  ["COPY (SELECT * FROM stdin) TO STDOUT;", false],
  ['COPY "from stdin" TO STDOUT;', false],
  ["COPY t FROM '/tmp/stdin';", false],
  ["COPY stdin TO STDOUT;", false],
  ["INSERT INTO t SELECT * FROM stdin;", false],
])("only COPY FROM stdin is followed by rows (%#)", (text, rows) => {
  expect(read(`${text}\n`).pieces).toMatchObject([{ kind: "statement", rows }]);
});

test("a statement keeps its text and line numbers", () => {
  const text = "INSERT INTO t\r\n  VALUES ('\xe9\n', /* ' */ 1) -- ;\n;";
  expect(read(text).pieces).toMatchObject([{ text, line: 1, endLine: 4 }]);
});
