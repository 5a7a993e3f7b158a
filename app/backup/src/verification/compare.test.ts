import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import type { Measures } from "./measures.ts";
import { readVerify } from "./repository-check.ts";

const measures = (tables: Record<string, [number, string | null]>): Measures =>
  new Map(Object.entries(tables).map(([name, [count, hash]]) => [name, { count: BigInt(count), hash }]));

const around = (before: Measures, after: Measures, settled = true) => ({ before, after, settled });
const still = measures({ User: [23, "a"], audit_log: [9, null] });

test("an identical copy compares equal, even where rows are only counted", () => {
  expect(compare(around(still, still), still)).toEqual({
    equal: ["User", "audit_log"],
    between: [],
    problems: [],
    undecided: [],
  });
});

test.each([
  ["lost a row", { User: [22, "b"], audit_log: [9, null] }, "User has 22 rows instead of 23"],
  ["changed a row", { User: [23, "b"], audit_log: [9, null] }, "User has different rows from the live table"],
  ["lost a table", { User: [23, "a"] }, "audit_log is missing from the copy"],
  [
    "has an extra table",
    { User: [23, "a"], audit_log: [9, null], Ransom: [1, "c"] },
    "Ransom exists only in the copy",
  ],
] satisfies [string, Record<string, [number, string | null]>, string][])(
  "a copy that %s is wrong",
  (_what, copy, problem) => {
    expect(compare(around(still, still), measures(copy)).problems).toEqual([problem]);
  },
);

test("the row count of a table that changed must be between its old and new counts, otherwise nothing is decided", () => {
  const before = measures({ User: [10, "a"] });
  const after = measures({ User: [7, "b"] });
  const restored = (count: number) => compare(around(before, after), measures({ User: [count, "c"] }));
  expect([7, 8, 10].map((count) => restored(count).between)).toEqual([["User"], ["User"], ["User"]]);
  expect(restored(11)).toMatchObject({
    problems: [],
    undecided: ["User has 11 rows, but had 10 before and 7 after the moment"],
  });
});

test("a difference is undecided while a transaction from before the moment is still open", () => {
  const copy = measures({ User: [24, "b"], audit_log: [9, null] });
  expect(compare(around(still, still, false), copy)).toEqual({
    equal: ["audit_log"],
    between: [],
    problems: [],
    undecided: ["User has 24 rows instead of 23, but a transaction from before the moment was still open"],
  });
});

const verified = (wal: string, backup: string, status = "ok", backupStatus = "valid") => `stanza: tovplay
status: ${status}
  archiveId: 17-1, total WAL checked: 6, total valid WAL: 6
    ${wal}
  backup: 20261121-114159F, status: ${backupStatus}, total files checked: 9, total valid files: 9
    ${backup}
`;
const none = "missing: 0, checksum invalid: 0, size invalid: 0, other: 0";

test.each([
  ["a sound repository", verified(none, none), 0],
  [
    "a damaged segment",
    verified("missing: 0, checksum invalid: 1, size invalid: 0, other: 0", none, "error"),
    1,
  ],
  [
    "a missing file",
    verified(none, "missing: 2, checksum invalid: 0, size invalid: 0, other: 0", "error"),
    1,
  ],
  ["a backup without a manifest", verified(none, none, "error", "manifest missing"), 1],
  ["an unexplained error", verified(none, none, "error"), 1],
  ["an empty output", "", 1],
])("readVerify finds the problems in the output of pgbackrest verify: %s", (_what, output, problems) => {
  expect(readVerify(output)).toHaveLength(problems);
});
