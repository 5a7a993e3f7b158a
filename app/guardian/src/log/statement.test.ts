import fc from "fast-check";
import { expect, test } from "vitest";
import { mostSevereCommand } from "./command.ts";
import { statementsIn } from "./statement.ts";

test.each([
  ["select 1", ["SELECT 1"]],
  ["drop\n\ttable x;", ["DROP TABLE X"]],
  ["/* drop table x */ select ';' -- ; drop", ["SELECT ''"]],
  ["/* /* */ ; */ drop table x", ["DROP TABLE X"]],
  ["select $a$ ; drop table x $a$; truncate y", ["SELECT ''", "TRUNCATE Y"]],
  [String.raw`select E'\''; drop table x; select '`, ["SELECT ''", "DROP TABLE X", "SELECT ''"]],
  ["select foo$a$; drop table x; select $a$", ["SELECT FOO$A$", "DROP TABLE X", "SELECT ''"]],
  ['select "a;b"', ['SELECT "A;B"']],
  ["", []],
])("statementsIn splits %j into %j", (sql, statements) => {
  expect(statementsIn(sql)).toEqual(statements);
});

test.each([
  ["insert into x values (1)", undefined],
  ["select 'drop table x'", undefined],
  ["create table x(); drop table y", "destructive DROP TABLE"],
  ['alter table "User" drop column email', "destructive ALTER TABLE"],
  ['alter table "User" drop constraint x', "schema ALTER TABLE"],
  ['alter table "User" disable trigger all', "guard ALTER TABLE"],
  ["drop event trigger x", "guard DROP EVENT TRIGGER"],
  ["alter system set x = 1", "guard ALTER SYSTEM"],
  ["alter database x is_template false", "guard ALTER DATABASE"],
  ["grant select on x to y", "role GRANT"],
  ["set session_replication_role = replica", "setting SET"],
  ["create temp table x()", undefined],
  ["create or replace view x as select 1", "schema CREATE OR REPLACE VIEW"],
])("mostSevereCommand classifies %s as %s", (sql, expected) => {
  const command = mostSevereCommand(sql);
  expect(command && `${command.kind} ${command.name}`).toBe(expected);
});

test("a drop is found whatever surrounds it", () => {
  const filler = fc.constantFrom("select 1", "select ';'", "/* ; */", "-- ;\n", "select $$;$$", 'select ";"');
  fc.assert(
    fc.property(fc.array(filler), fc.array(filler), (before, after) => {
      const sql = [...before, "DROP TABLE x", ...after].join(";\n");
      expect(mostSevereCommand(sql)?.name).toBe("DROP TABLE");
    }),
  );
});

test("a long text is parsed in linear time", () => {
  const start = performance.now();
  for (const part of ["'", "/*", "$a$", "a ", ";", '"', "(", "-- ", "e'\\"])
    mostSevereCommand(part.repeat(30_000));
  expect(performance.now() - start).toBeLessThan(3_000);
});
