import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutLiterals } from "./sql-literals.ts";

test.each([
  [`update "User" set email = 'a''b' where id = $1`, `update "User" set email = '…' where id = $1`],
  ["select E'it\\'s secret', 'more'", "select '…', '…'"],
  ["select U&'x', $$it's$$, $tag$ $$ $tag$", "select '…', '…', '…'"],
  ["select 1 -- don't\n, 'secret'", "select 1  \n, '…'"],
  ["select /* it's */ 'secret'", "select   '…'"],
  ["select 'cut off", "select '…'"],
  [`select "it's" , 'x'`, `select "it's" , '…'`],
])("withoutLiterals shows %s as %s", (sql, shown) => {
  expect(withoutLiterals(sql)).toBe(shown);
});

test("withoutLiterals removes any quoted text completely", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const value = `${before}canary${after}`.replaceAll("'", "''");
      expect(withoutLiterals(`insert into "User" values ('${value}') -- it's done`)).not.toContain("canary");
    }),
  );
});
