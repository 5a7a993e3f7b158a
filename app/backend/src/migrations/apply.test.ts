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

/** A connection to a database with these migrations, of which one may fail; it keeps what it was told. */
function databaseAt(
  versions: number[],
  failing?: number,
  installed = true,
  failure = new Error("relation is broken"),
) {
  const recorded: AppliedMigration[] = versions.map(migration);
  const told: string[] = [];
  const query = async (sql: string, values?: [number, string, string]) => {
    told.push(sql);
    if (sql === `migration ${failing}`) throw failure;
    if (sql.startsWith("insert into") && values)
      recorded.push({ version: values[0], name: values[1], checksum: values[2] });
    if (sql.startsWith("select version")) return { rows: recorded };
    if (sql.startsWith("select to_regprocedure")) return { rows: [{ installed }] };
    return { rows: sql.startsWith("select to_regclass") ? [{ exists: recorded.length > 0 }] : [] };
  };
  return { client: { query } as unknown as pg.Client, told };
}

test.each([
  ["a new database", [], [1, 2, 3], 3, ["0001_x", "0002_x", "0003_x"]],
  ["a database of the image before", [1, 2], [1, 2, 3], 3, ["0003_x"]],
  ["the database of this image", [1, 2, 3], [1, 2, 3], 3, []],
  ["an older image, after a rollback", [1, 2, 3, 4, 5], [1, 2, 3], 5, []],
])(
  "%s: the run reports the version that is really there",
  async (_name, at, known, schemaVersion, applied) => {
    const { client, told } = databaseAt(at);
    const run = await applyMigrations(client, known.map(migration), log);
    expect(run).toEqual({ schemaVersion, applied });
    expect(told.filter((sql) => sql.startsWith("migration"))).toHaveLength(applied.length);
    expect(told.filter((sql) => sql.startsWith("create table")).length).toBe(at.length === 0 ? 1 : 0);
    expect(told.at(-1)).toBe("commit");
  },
);

test("a migration that fails is named, and its transaction is rolled back", async () => {
  const { client, told } = databaseAt([1], 2);
  await expect(applyMigrations(client, [migration(1), migration(2)], log)).rejects.toThrow(
    "migration 0002_x failed and changed nothing: relation is broken",
  );
  expect(told.at(-1)).toBe("rollback");
});

test("a migration that stumbles over a row does not repeat its values", async () => {
  const message = 'invalid input syntax for type integer: "canary"';
  const refused = Object.assign(new Error(message), { code: "22P02", detail: "canary" });
  const { client } = databaseAt([1], 2, true, refused);
  await expect(applyMigrations(client, [migration(1), migration(2)], log)).rejects.toThrow(
    /^migration 0002_x failed and changed nothing: invalid input syntax for type integer: "…"$/,
  );
});

const dropping = { ...migration(2), windowReason: "drops what nobody reads" };
const windowCalls = (told: string[]) =>
  told
    .filter((sql) => !sql.startsWith("select to_reg"))
    .flatMap((sql) => /protection\.(?:open|close)\b|^migration|^commit$|^rollback$/.exec(sql)?.[0] ?? []);

test("a migration that says so is applied while a change window is open, and the next one is not", async () => {
  const { client, told } = databaseAt([1]);
  const run = await applyMigrations(client, [migration(1), dropping, migration(3)], log);
  expect(run).toEqual({ schemaVersion: 3, applied: ["0002_x", "0003_x"] });
  const opened = ["protection.close", "protection.open", "migration", "commit", "protection.close"];
  expect(windowCalls(told)).toEqual(["commit", ...opened, "migration", "commit", "commit"]);
});

test("the window is closed when the migration fails", async () => {
  const { client, told } = databaseAt([1], 2);
  await expect(applyMigrations(client, [migration(1), dropping], log)).rejects.toThrow("relation is broken");
  expect(windowCalls(told).slice(-2)).toEqual(["rollback", "protection.close"]);
});

test("a database without protection needs no window", async () => {
  const { client, told } = databaseAt([1], undefined, false);
  await applyMigrations(client, [migration(1), dropping], log);
  expect(windowCalls(told)).toEqual(["commit", "migration", "commit", "commit"]);
});
