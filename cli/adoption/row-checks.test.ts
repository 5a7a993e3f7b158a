import { expect, test } from "vitest";
import type { z } from "zod";
import type { TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { findInvalidRows } from "./row-checks.ts";
import { sourceOf, targetOf } from "./testing/plans.ts";

const step = { detail: () => undefined, part: () => undefined };

/** Answers `count` for every rule, and keeps what was asked. */
function answering(count: number): { readonly asked: string[]; readonly quarantine: Quarantine } {
  const asked: string[] = [];
  const never = () => Promise.reject(new Error("nobody asks for this"));
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
      const rules = sql.split("FILTER").length - 1 || 1;
      return schema.parse(keys ? ["key"] : Array.from({ length: rules }, () => count));
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
    column("id", "uuid", { notNull: true, valid: "doubtful" }),
    column("email", "text", { notNull: true }),
  ];
  return { target, source: sourceOf("User"), columns };
}

test("every rule that rows break is told, with its rows", async () => {
  const { quarantine } = answering(2);
  const found = await findInvalidRows(quarantine, [plan("id")], step);
  expect(found.map(({ reason }) => reason)).toEqual([
    '"id" is no uuid that can be read safely',
    '"id" is empty',
    '"email" is empty',
    'breaks the rule "User_check": (length(email) > 3)',
    "has the same lower(email) as another row",
    '"id" leads to no row of "Gone"',
  ]);
  expect(found.every(({ table, count, keys }) => table === "User" && count === 2 && keys[0] === "key")).toBe(
    true,
  );
});

test("rules that no row breaks are not told", async () => {
  expect(await findInvalidRows(answering(0).quarantine, [plan("id")], step)).toEqual([]);
});

test("a key that may say something of a person is not asked for: the row's place is", async () => {
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
