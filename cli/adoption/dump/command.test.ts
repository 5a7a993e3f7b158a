import { expect, test } from "vitest";
import { commandOf } from "./command.ts";
import { encodingOf, isReadable } from "./encoding.ts";

test.each([
  ["\\restrict abc", { kind: "harmless" }],
  ["\\.", { kind: "harmless" }],
  ["\\set ON_ERROR_STOP on", { kind: "harmless" }],
  ["\\encoding UTF8", { kind: "harmless" }],
  ["\\encoding SJIS", { kind: "refuse" }],
  // After the second backslash psql continues with SQL.
  ["\\echo x \\\\ INSERT INTO t VALUES (1);", { kind: "refuse" }],
  ["\\q", { kind: "refuse" }],
  ["\\copy t FROM 'x'", { kind: "refuse" }],
  ["\\copyright", { kind: "refuse" }],
  ["\\connect", { kind: "connect", database: undefined }],
  ["\\connect - someone", { kind: "connect", database: undefined }],
  ["\\c TovPlay postgres", { kind: "connect", database: "TovPlay" }],
  ['\\connect "a ""b"', { kind: "connect", database: 'a "b' }],
  ["\\connect -reuse-previous=on \"dbname='it\\'s'\"", { kind: "connect", database: "it's" }],
  ["\\connect \xd7\x90", { kind: "connect", database: "א" }],
])("the psql command %s is classified", (text, expected) => {
  expect(commandOf(text)).toEqual(expected);
});

test.each([
  ["SET client_encoding = 'UTF8';", "UTF8", true],
  ["SET client_encoding TO win1252;", "win1252", true],
  ["set names 'Shift-JIS';", "Shift-JIS", false],
  ['SET SESSION client_encoding = "Windows936";', "Windows936", false],
  ["SET client_encoding = 'GB18030';", "GB18030", false],
])("the encoding in %s is recognised", (head, name, readable) => {
  expect(encodingOf(head)).toBe(name);
  expect(isReadable(name)).toBe(readable);
});

test("other statements set no encoding", () => {
  expect(encodingOf("SET search_path = client_encoding;")).toBeUndefined();
});
