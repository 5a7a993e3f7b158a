import { createLog } from "@tovplay/runtime/log";
import type pg from "pg";
import { expect, test } from "vitest";
import { applyMigrations } from "./apply.ts";
import type { AppliedMigration } from "./pending.ts";

const log = createLog({ service: "test", level: "silent" });
const migration = (version: number) => ({
  version,
  name: `000${version}_x`,
  sql: `migration ${version}`,
  checksum: `sum${version}`,
});

/** A connection to a database with these migrations, one of which may fail; `statements` keeps every statement. */
function databaseAt(
  versions: number[],
  failing?: number,
  installed = true,
  failure = new Error("relation is broken"),
) {
  const recorded: AppliedMigration[] = versions.map(migration);
  const statements: string[] = [];
  const query = async (sql: string, values?: [number, string, string]) => {
    statements.push(sql);
    if (sql === `migration ${failing}`) throw failure;
    if (sql.startsWith("insert into") && values)
      recorded.push({ version: values[0], name: values[1], checksum: values[2] });
    if (sql.startsWith("select version")) return { rows: recorded };
    if (sql.startsWith("select to_regprocedure")) return { rows: [{ installed }] };
    return { rows: sql.startsWith("select to_regclass") ? [{ exists: recorded.length > 0 }] : [] };
  };
  return { client: { query } as unknown as pg.Client, statements };
}

test.each([
  ["a new database", [], [1, 2, 3], 3, ["0001_x", "0002_x", "0003_x"]],
  ["a database of the previous image", [1, 2], [1, 2, 3], 3, ["0003_x"]],
  ["the database of this image", [1, 2, 3], [1, 2, 3], 3, []],
  ["an older image, after a rollback", [1, 2, 3, 4, 5], [1, 2, 3], 5, []],
])(
  "a migration run reports the version actually present in %s",
  async (_name, at, known, schemaVersion, applied) => {
    const { client, statements } = databaseAt(at);
    const run = await applyMigrations(client, known.map(migration), log);
    expect(run).toEqual({ schemaVersion, applied });
    expect(statements.filter((sql) => sql.startsWith("migration"))).toHaveLength(applied.length);
    expect(statements.filter((sql) => sql.startsWith("create table")).length).toBe(at.length === 0 ? 1 : 0);
    expect(statements.at(-1)).toBe("commit");
  },
);

test("a failed migration is named and its transaction rolled back", async () => {
  const { client, statements } = databaseAt([1], 2);
  await expect(applyMigrations(client, [migration(1), migration(2)], log)).rejects.toThrow(
    "migration 0002_x failed and changed nothing: relation is broken",
  );
  expect(statements.at(-1)).toBe("rollback");
});

test("a migration that fails on a row does not repeat the row's values", async () => {
  const message = 'invalid input syntax for type integer: "canary"';
  const refused = Object.assign(new Error(message), { code: "22P02", detail: "canary" });
  const { client } = databaseAt([1], 2, true, refused);
  await expect(applyMigrations(client, [migration(1), migration(2)], log)).rejects.toThrow(
    /^migration 0002_x failed and changed nothing: invalid input syntax for type integer: "…"$/,
  );
});

const dropping = { ...migration(2), windowReason: "drops what nobody reads" };
const windowCalls = (statements: string[]) =>
  statements
    .filter((sql) => !sql.startsWith("select to_reg"))
    .flatMap((sql) => /protection\.(?:open|close)\b|^migration|^commit$|^rollback$/.exec(sql)?.[0] ?? []);

test("a migration with a window reason is applied in a change window, the next one without", async () => {
  const { client, statements } = databaseAt([1]);
  const run = await applyMigrations(client, [migration(1), dropping, migration(3)], log);
  expect(run).toEqual({ schemaVersion: 3, applied: ["0002_x", "0003_x"] });
  const opened = ["protection.close", "protection.open", "migration", "commit", "protection.close"];
  expect(windowCalls(statements)).toEqual(["commit", ...opened, "migration", "commit", "commit"]);
});

test("the change window is closed when the migration fails", async () => {
  const { client, statements } = databaseAt([1], 2);
  await expect(applyMigrations(client, [migration(1), dropping], log)).rejects.toThrow("relation is broken");
  expect(windowCalls(statements).slice(-2)).toEqual(["rollback", "protection.close"]);
});

test("a migration opens no change window in a database without protection", async () => {
  const { client, statements } = databaseAt([1], undefined, false);
  await applyMigrations(client, [migration(1), dropping], log);
  expect(windowCalls(statements)).toEqual(["commit", "migration", "commit", "commit"]);
});
