import { expect, test } from "vitest";
import { bareName, isPlainCopy, treatmentOf } from "./statement.ts";

test.each([
  ['COPY public."User" (id) FROM stdin;', 'public."User"', "target"],
  ['COPY "a;b" FROM stdin;', '"a;b"', "target"],
  ["COPY binary FROM stdin;", "binary", "target"],
  [`COPY t FROM stdin WITH DELIMITER 'binary where';`, "t", "target"],
  ["INSERT INTO ONLY_A.b VALUES (1);", "ONLY_A.b", "target"],
  ['CREATE UNLOGGED TABLE IF NOT EXISTS "x""y" (a int);', '"x""y"', "target"],
  ["ALTER TABLE ONLY public.t ADD COLUMN unique_code text;", "public.t", "target"],
  ["ALTER TABLE t ALTER COLUMN a SET STATISTICS 5;", "t", "nothing"],
  ["CREATE MATERIALIZED VIEW v AS SELECT 1;", "v", "target"],
  ["SELECT pg_catalog.setval('s', 1, true);", undefined, "nothing"],
  ["SELECT pg_catalog.set_config('search_path', '', false);", undefined, "nothing"],
  ["DROP TABLE t;", undefined, "nothing"],
] as const)("%s is sent without doubts", (head, target, loses) => {
  expect(treatmentOf(head)).toMatchObject({ kind: "send", target, loses, doubt: undefined });
});

test.each([
  ["CREATE ROLE x;", "roles"],
  ["ALTER SYSTEM SET x = 1;", "settings of the database"],
  ["UPDATE pg_catalog.pg_database SET datistemplate = false;", "settings of the database"],
  ['ALTER FUNCTION f(integer, text) OWNER TO "odd ""role";', "owners"],
  ["SET LOCAL ROLE x;", "owners"],
  ["CREATE CONSTRAINT TRIGGER t AFTER INSERT ON x;", "triggers and rules"],
  ["CREATE OR REPLACE RULE r AS ON INSERT TO x DO INSTEAD NOTHING;", "triggers and rules"],
  ["ALTER TABLE ONLY x ADD CONSTRAINT y UNIQUE (a);", "constraints"],
  ["ALTER TABLE x ENABLE ROW LEVEL SECURITY;", "constraints"],
  ["BEGIN;", "transactions"],
])("%s is skipped", (head, what) => {
  expect(treatmentOf(head)).toEqual({ kind: "skip", what });
});

test.each([
  ["ROLLBACK;", /undoes earlier/],
  ["SET LOCAL TIME ZONE 'UTC';", /one transaction/],
  ["SELECT pg_catalog.set_config('TimeZone', 'UTC', true);", /one transaction/],
  ["COPY BINARY t FROM stdin;", /binary/],
  ["COPY t (a) FROM stdin WITH (FORMAT binary);", /binary/],
  ["pg_dump: warning: there are circular foreign keys", /message of pg_dump/],
])("%s is refused", (head, why) => {
  expect(treatmentOf(head)).toMatchObject({ kind: "refuse", why: expect.stringMatching(why) });
});

test.each([
  "UPDATE t SET a = 1;",
  "DELETE FROM t;",
  "TRUNCATE t;",
  "DO $$ BEGIN END $$;",
  "SELECT fill();",
  "SELECT a INTO b FROM c;",
  "SET row_security = on;",
  "COPY t FROM stdin WITH (ON_ERROR ignore);",
  "COPY t FROM stdin WHERE a > 1;",
])("%s raises a doubt about the rows", (head) => {
  expect(treatmentOf(head)).toMatchObject({
    kind: "send",
    doubt: expect.stringMatching(/^(?:is|shows|has) /),
  });
});

test.each([
  ['public."User"', "User"],
  ["PUBLIC.Users", "users"],
  ['"a""b;c"', 'a"b;c'],
  ['"\xc3\xa9"', "é"],
])("the bare name of %s is %s", (target, name) => {
  expect(bareName(target)).toBe(name);
});

test("only pg_dump's form of COPY has a row on every line", () => {
  expect(isPlainCopy("COPY t (a) FROM stdin;")).toBe(true);
  expect(isPlainCopy("COPY t (a) FROM stdin WITH (FORMAT csv);")).toBe(false);
});
