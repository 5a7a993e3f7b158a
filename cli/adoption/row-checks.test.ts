import { expect, test } from "vitest";
import type { z } from "zod";
import type { TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { findInvalidRows } from "./row-checks.ts";
import { sourceOf, targetOf } from "./testing/plans.ts";

const step = { detail: () => undefined, part: () => undefined };

/** A quarantine that answers `count` to every check and records the queries. */
function answering(count: number): { asked: string[]; quarantine: Quarantine } {
  const asked: string[] = [];
  const never = () => Promise.reject(new Error("unexpected call"));
  const quarantine: Quarantine = {
    server: {
      container: "none",
      stanza: "none",
      docker: () => ({ file: "false", args: [] }),
    },
    container: "none",
    psql: () => [],
    async ask<T>(_: string, sql: string, schema: z.ZodType<T>): Promise<T> {
      asked.push(sql);
      const keys = sql.includes("AS invalid");
      const checks = sql.split("FILTER").length - 1 || 1;
      return schema.parse(keys ? ["key"] : Array.from({ length: checks }, () => count));
    },
    run: never,
    closeSessions: never,
    close: never,
  };
  return { asked, quarantine };
}

const column = (name: string, type: string, more: object = {}) => ({
  ...{ name, type, notNull: false, sql: name, valid: "true", present: "true" },
  ...more,
});

function plan(key: string): TablePlan {
  const target = targetOf(
    "User",
    { id: "uuid!", email: "text!" },
    {
      key: [key],
      checks: [{ name: "User_check", sql: "(length(email) > 3)" }],
      uniques: [{ parts: ["lower(email)"], where: "(id IS NOT NULL)", nullsEqual: false }],
      references: [{ columns: ["id"], parent: "Gone", parentColumns: ["id"] }],
    },
  );
  const columns = [
    column("id", "uuid", { notNull: true, valid: "checked" }),
    column("email", "text", { notNull: true }),
  ];
  return { target, source: sourceOf("User"), columns };
}

test("invalid rows are reported for every violated constraint", async () => {
  const { quarantine } = answering(2);
  const found = await findInvalidRows(quarantine, [plan("id")], step);
  expect(found.map(({ reason }) => reason)).toEqual([
    '"id" is not a valid uuid',
    '"id" is empty',
    '"email" is empty',
    'violates "User_check": (length(email) > 3)',
    "has the same lower(email) as another row",
    '"id" references no row of "Gone"',
  ]);
  expect(found.every(({ table, count, keys }) => table === "User" && count === 2 && keys[0] === "key")).toBe(
    true,
  );
});

test("satisfied constraints are not reported", async () => {
  expect(await findInvalidRows(answering(0).quarantine, [plan("id")], step)).toEqual([]);
});

test("a key that may reveal something about a person is replaced by the row's position", async () => {
  const keysOf = async (key: string) => {
    const { asked, quarantine } = answering(1);
    await findInvalidRows(quarantine, [plan(key)], step);
    return asked
      .filter((sql) => sql.includes("AS invalid"))
      .map((sql) => /\(SELECT (.*) AS key/.exec(sql)?.[1]);
  };
  expect(new Set(await keysOf("id"))).toEqual(
    new Set([`coalesce("row"."id"::text, 'row ' || "row".adoption_row)`]),
  );
  expect(new Set(await keysOf("email"))).toEqual(new Set([`'row ' || "row".adoption_row`]));
});
