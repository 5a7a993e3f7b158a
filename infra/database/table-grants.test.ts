import { expect, test } from "vitest";
import { tableGrants } from "./table-grants.ts";

test("tables with equal privileges share one grant, whatever the order they are written in", () => {
  const tables = { User: ["SELECT", "INSERT"], audit_log: ["INSERT"], Game: ["INSERT", "SELECT"] };
  expect(tableGrants("tovplay_app", tables)).toEqual([
    { name: "insert", privileges: ["INSERT"], tables: ["audit_log"] },
    { name: "insert-select", privileges: ["INSERT", "SELECT"], tables: ["Game", "User"] },
  ]);
});

test.each(["TRUNCATE", "REFERENCES", "TRIGGER", "ALL", "MAINTAIN", "select"])(
  "refuses to grant %s",
  (privilege) => {
    expect(() => tableGrants("tovplay_app", { Game: [privilege] })).toThrow(
      `tovplay_app may not be granted ${privilege} on Game`,
    );
  },
);
