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
  ["an empty database gets all migrations", applied(), [1, 2, 3]],
  ["a database that has one migration gets the others", applied(1), [2, 3]],
  ["an up-to-date database gets none", applied(1, 2, 3), []],
  ["a database ahead of an older image gets none", applied(1, 2, 3, 4), []],
])("%s", (_name, recorded, versions) => {
  expect(pending(known, recorded).map(({ version }) => version)).toEqual(versions);
});

test("a migration edited after it was applied is refused", () => {
  const edited = [{ version: 1, name: "0001_x", checksum: "other" }];
  expect(() => pending(known, edited)).toThrow("0001_x was edited after it was applied");
});

test("a gap among the applied migrations is refused", () => {
  expect(() => pending(known, applied(1, 3))).toThrow("0002_x is missing from a database at version 3");
});

test("line endings do not change a migration's checksum", () => {
  const unix = migrationOf("0001_a.sql", 1, "select 1;\nselect 2;\n");
  const windows = migrationOf("0001_a.sql", 1, "select 1;\r\nselect 2;\r\n");
  expect(windows).toEqual(unix);
});

test.each([
  ["1_a.sql", /use NNNN_what_it_does.sql/],
  ["0001_A.sql", /not a valid migration name/],
  ["0002_a.sql", /must have the number 1/],
])("a migration file named %s is refused", (file, wording) => {
  expect(() => migrationOf(file, 1, "")).toThrow(wording);
});

test.each([
  ["-- protection: drops a column that nobody reads\nalter table x", "drops a column that nobody reads"],
  ["create table x ()\n-- protection: not in the first line", undefined],
  ["-- protection of minors: a table of its own\ncreate table x ()", undefined],
])("the migration %j requests a change window with the reason %j", (sql, reason) => {
  expect(migrationOf("0001_x.sql", 1, sql).windowReason).toBe(reason);
});

test("a migration without a reason for its change window is refused", () => {
  expect(() => migrationOf("0001_x.sql", 1, "-- protection: oops\n")).toThrow(
    "0001_x.sql has no valid reason",
  );
});

test("this project's migrations are numbered in order, remove nothing without a window reason, and grant nothing", () => {
  const files = migrationFiles(new URL("../../migrations/", import.meta.url));
  expect(files.map(({ version }) => version)).toEqual(files.map((_, index) => index + 1));
  for (const { sql, windowReason } of files) {
    expect(sql).not.toMatch(/\b(grant|cascade)\b/i);
    if (!windowReason) expect(sql).not.toMatch(/\b(drop|truncate|delete\s+from|alter)\b/i);
  }
});

/** Changes that break an older image: it uses the old names and types, and does not fill new columns. */
const breaksOlderImage =
  /\brename\b|\balter\s+column\s+\w+\s+(?!drop\s+not\s+null\b)|\badd\s+column\b(?![^,;]*\bdefault\b)[^,;]*\bnot\s+null\b/i;

test("every migration keeps the previous image working, so that a rollback needs no migration", () => {
  for (const { sql } of migrationFiles(new URL("../../migrations/", import.meta.url)))
    expect(sql).not.toMatch(breaksOlderImage);
});

test.each([
  ['alter table "Game" rename column name to title', true],
  ['alter table "Game" alter column name set not null', true],
  ['alter table "Game" alter column name drop not null', false],
  ['alter table "Game" add column rating integer not null', true],
  ['alter table "Game" add column rating integer not null default 0', false],
  ['alter table "Game" add column rating integer, add column note text', false],
  ['create table "Friend" (id uuid not null)', false],
])("%s breaks an older image: %s", (sql, breaks) => {
  expect(breaksOlderImage.test(sql)).toBe(breaks);
});
