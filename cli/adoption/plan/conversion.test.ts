import { expect, test } from "vitest";
import { conversionOf } from "./conversion.ts";

const of = (from: string, to: string, zone?: string) => conversionOf({ from, to, column: '"a$b"' }, zone);

test.each([
  ["uuid", "uuid"],
  ["varchar", "text"],
  ["citext", "text"],
  ["enum", "text"],
  ["int2", "int8"],
  ["float4", "float8"],
  ["cidr", "inet"],
])("%s is copied to %s without a cast", (from, to) => {
  expect(of(from, to)).toEqual({ kind: "same", sql: '"a$b"' });
});

test.each([
  ["int4", "int2", '"a$b"::numeric::int2', "-32768 AND 32767"],
  ["numeric", "int8", '"a$b"::numeric::int8', "trunc"],
  // A larger number is not a unique integer.
  ["float8", "int8", '"a$b"::int8', "9007199254740992"],
  ["numeric", "float8", '"a$b"::float8', '::numeric = "a$b"'],
  ["json", "jsonb", '"a$b"', "pg_input_is_valid"],
  ["text", "uuid", '"a$b"', "pg_input_is_valid(\"a$b\"::text, 'uuid')"],
  ["enum", "timestamptz", '"a$b"', "[0-9]{4}-[0-9]{2}"],
  ["bpchar", "uuid", '"a$b"::text', "pg_input_is_valid"],
  ["inet", "text", '"a$b"', "true"],
  ["bool", "text", "CASE WHEN \"a$b\" THEN 'true' WHEN NOT \"a$b\" THEN 'false' END", "true"],
])("%s is converted to %s where that is safe", (from, to, sql, valid) => {
  expect(of(from, to)).toMatchObject({ kind: "convert", sql, valid: expect.stringContaining(valid) });
});

test("times without a zone need one", () => {
  expect(of("timestamp", "timestamptz")).toEqual({ kind: "needs zone" });
  expect(of("timestamp", "timestamptz", "O'Zone")).toMatchObject({
    kind: "convert",
    sql: `("a$b" AT TIME ZONE 'O''Zone')`,
    how: "local times of O'Zone; in a repeated hour the later one",
  });
});

test("UTC has no repeated hour", () => {
  expect(of("timestamp", "timestamptz", "UTC")).toMatchObject({ how: "local times of UTC" });
});

test.each([
  ["int4", "uuid"],
  ["money", "float8"],
  ["timetz", "time"],
  ["date", "timestamptz"],
  ["_text", "text"],
  ["type text", "text"],
  ["hstore", "jsonb"],
  ["bytea", "text"],
  ["text", "bytea"],
  ["float8", "text"],
])("%s has no safe conversion to %s", (from, to) => {
  expect(of(from, to)).toEqual({ kind: "refuse" });
});
