import { expect, test } from "vitest";
import { migrationFiles, migrationOf } from "./migration-files.ts";
import { pending } from "./pending.ts";

const known = [1, 2, 3].map((version) => ({
  version,
  name: `000${version}_x`,
  sql: "",
  checksum: `sum${version}`,
}));
const applied = (...versions: number[]) =>
  versions.map((version) => ({ version, name: `000${version}_x`, checksum: `sum${version}` }));

test.each([
  ["an empty database gets all", applied(), [1, 2, 3]],
  ["the rest is applied", applied(1), [2, 3]],
  ["nothing is left", applied(1, 2, 3), []],
  ["a database ahead of an older image gets none", applied(1, 2, 3, 4), []],
])("%s", (_name, recorded, versions) => {
  expect(pending(known, recorded).map(({ version }) => version)).toEqual(versions);
});

test("a migration that was edited after it had been applied is refused", () => {
  const edited = [{ version: 1, name: "0001_x", checksum: "other" }];
  expect(() => pending(known, edited)).toThrow("0001_x was edited after it had been applied");
});

test("a gap in the database is refused", () => {
  expect(() => pending(known, applied(1, 3))).toThrow("0002_x is missing in a database at version 3");
});

test("line ends do not change the checksum", () => {
  const unix = migrationOf("0001_a.sql", 1, "select 1;\nselect 2;\n");
  const windows = migrationOf("0001_a.sql", 1, "select 1;\r\nselect 2;\r\n");
  expect(windows).toEqual(unix);
});

test.each([
  ["1_a.sql", /name it NNNN_what_it_does.sql/],
  ["0001_A.sql", /name it/],
  ["0002_a.sql", /should have the number 1/],
])("refuses the file name %s", (file, wording) => {
  expect(() => migrationOf(file, 1, "")).toThrow(wording);
});

test.each([
  ["-- protection: drops a column that nobody reads\nalter table x", "drops a column that nobody reads"],
  ["create table x ()\n-- protection: not in the first line", undefined],
  ["-- protection of minors: a table of its own\ncreate table x ()", undefined],
])("%j asks for a change window because of %j", (sql, reason) => {
  expect(migrationOf("0001_x.sql", 1, sql).windowReason).toBe(reason);
});

test("a change window without a reason is refused", () => {
  expect(() => migrationOf("0001_x.sql", 1, "-- protection: oops\n")).toThrow("0001_x.sql says no reason");
});

test("the migrations here are in order, and none takes anything away without saying so, or grants anything", () => {
  const files = migrationFiles(new URL("../../migrations/", import.meta.url));
  expect(files.map(({ version }) => version)).toEqual(files.map((_, index) => index + 1));
  for (const { sql, windowReason } of files) {
    expect(sql).not.toMatch(/\b(grant|cascade)\b/i);
    if (!windowReason) expect(sql).not.toMatch(/\b(drop|truncate|delete\s+from|alter)\b/i);
  }
});

/** What would break an image that was built before: it knows the old names, types and columns, and no new one that it has to fill. */
const breaksOlderImage =
  /\brename\b|\balter\s+column\b|\badd\s+column\b(?![^,;]*\bdefault\b)[^,;]*\bnot\s+null\b/i;

test("every migration leaves the image before it working, so that a rollback needs none", () => {
  for (const { sql } of migrationFiles(new URL("../../migrations/", import.meta.url)))
    expect(sql).not.toMatch(breaksOlderImage);
});

test.each([
  ['alter table "Game" rename column name to title', true],
  ['alter table "Game" alter column name set not null', true],
  ['alter table "Game" add column rating integer not null', true],
  ['alter table "Game" add column rating integer not null default 0', false],
  ['alter table "Game" add column rating integer, add column note text', false],
  ['create table "Friend" (id uuid not null)', false],
])("%s breaks an older image: %s", (sql, breaks) => {
  expect(breaksOlderImage.test(sql)).toBe(breaks);
});
