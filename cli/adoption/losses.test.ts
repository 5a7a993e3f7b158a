import { expect, test } from "vitest";
import type { Copied, Reading, Sent } from "./dump/reading.ts";
import { treatmentOf } from "./dump/statement.ts";
import { findLosses } from "./losses.ts";

const whole = { errors: [], more: 0, whole: true };

function readingOf(heads: readonly string[], copied: readonly Copied[] = []): Reading {
  const sent = heads.flatMap((head, index): Sent[] => {
    const treatment = treatmentOf(head);
    if (treatment.kind !== "send") return [];
    const { target, loses, what } = treatment;
    const lines = { line: index + 1, endLine: index + 1, from: 10 * index + 1, to: 10 * index + 5 };
    return [{ ...lines, database: "", target, loses, what, verb: head.split(" ")[0] ?? "", head }];
  });
  const none = {
    problems: [],
    doubts: [],
    uncounted: new Set<string>(),
    skippingConflicts: new Set<string>(),
  };
  return {
    isOfPgDump: true,
    verdict: { kind: "proven" },
    sha256: "",
    sent,
    copied,
    skipped: new Map(),
    ...none,
  };
}

const at = (line: number, code: string, row?: number) => ({ line, code, row });
const wanted = new Set(["User", "Game"]);

test.each([
  [
    'COPY public."User" FROM stdin;',
    "22P02",
    'line 1: the rows of public."User" failed at row 7: a text that is not valid for the column\'s type (22P02)',
  ],
  [
    'CREATE TABLE public."User" (x nix);',
    "42704",
    'line 1: the table public."User" failed at row 7: a type, role or other object that does not exist (42704)',
  ],
  [
    "UPDATE x SET a = 1;",
    "42P01",
    "line 1: a statement failed at row 7: a table that does not exist (42P01)",
  ],
  ["SELECT fill();", "42883", "line 1: a statement failed at row 7: a function that does not exist (42883)"],
  ["nonsense;", "42601", "line 1: a statement failed at row 7: text that is not SQL (42601)"],
  ["CREATE TYPE x AS nix;", "42601", "line 1: a statement failed at row 7: text that is not SQL (42601)"],
  [
    "CREATE TABLE other (x int);",
    "53100",
    "line 1: the table other failed at row 7: the disk is full (53100)",
  ],
  ["CREATE TABLE other (x int);", "99999", undefined],
  ["COPY other FROM stdin;", "22P02", undefined],
  ["CREATE EXTENSION postgis;", "0A000", undefined],
  ["CREATE FUNCTION f() AS nix;", "42601", undefined],
  ["DROP TABLE x;", "42P01", undefined],
  ["SET transaction_timeout = 0;", "42704", undefined],
  ['ALTER TABLE "User" ALTER COLUMN x SET STATISTICS 5;', "42703", undefined],
])("the failure of %s with %s is a problem if it loses rows", (head, code, problem) => {
  const { problems } = findLosses(readingOf([head]), { ...whole, errors: [at(3, code, 7)] }, wanted);
  expect(problems).toEqual(problem ? [problem] : []);
});

test("repeated failures are reported once", () => {
  const reading = readingOf(["nonsense;", 'INSERT INTO "Game" VALUES (1);', "more nonsense;"]);
  const errors = [at(1, "42601"), at(13, "23505"), at(14, "23505"), at(22, "42601")];
  expect(findLosses(reading, { ...whole, errors }, wanted).problems).toEqual([
    "line 1: a statement failed, 2 times: text that is not SQL (42601)",
    'line 2: the rows of "Game" failed, 2 times: a value that exists already (23505)',
  ]);
});

test("lost rows of other tables are listed with their number", () => {
  const copied = [{ database: "", target: "other", oid: undefined, rows: 4 }];
  const { left } = findLosses(
    readingOf(["COPY other FROM stdin;"], copied),
    { ...whole, errors: [at(2, "42P01")] },
    wanted,
  );
  expect(left).toEqual([{ what: "the rows of other", rows: 4, why: "a table that does not exist (42P01)" }]);
});

test("failures without a statement, too many failures and a crash are problems", () => {
  const { problems } = findLosses(readingOf([]), { errors: [at(3, "22023")], more: 5, whole: false }, wanted);
  expect(problems).toEqual([
    "PostgreSQL does not know the encoding in --encoding",
    "5 more statements failed",
    expect.stringContaining("crashed while loading"),
  ]);
});

test("rows without a table are a problem even without an error", () => {
  const copied = [{ database: "", target: "other", oid: undefined, rows: 4 }];
  const { problems } = findLosses(readingOf(["COPY other FROM stdin;"], copied), whole, wanted);
  expect(problems).toEqual(["the rows of other: their table is unknown"]);
});
