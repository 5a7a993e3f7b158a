import { expect, test } from "vitest";
import { protectionSql } from "./protection.ts";

const sql = protectionSql();
const functions = sql.split(/^(?=CREATE OR REPLACE FUNCTION )/m).slice(1);

test("is one transaction, which protection itself does not judge", () => {
  expect(sql).toMatch(/^BEGIN;\nSET LOCAL event_triggers = off;\n/);
  expect(sql).toMatch(/\nCOMMIT;\n$/);
  expect(sql.match(/^(BEGIN|COMMIT|ROLLBACK);$/gm)).toHaveLength(2);
});

test.each(functions.map((text) => [/FUNCTION (\S+)\(/.exec(text)?.[1], text]))(
  "%s looks names up in the catalogue only, whoever calls it",
  (_name, text) => {
    expect(text?.split("AS $$")[0]).toContain("SET search_path = pg_catalog, pg_temp");
  },
);

test("leaves nothing that a session of a restored dump could skip", () => {
  expect(sql.match(/ENABLE ALWAYS/g)).toHaveLength(2);
  expect(sql).not.toMatch(/CREATE EVENT TRIGGER (?!%I)|CREATE TRIGGER (?!%s)/);
});
