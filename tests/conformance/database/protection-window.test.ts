import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrationOf } from "../../../app/backend/src/migrations/migration-files.ts";
import {
  becomeOwner,
  openWindow,
  ownMigrations,
  type ProtectedDatabase,
  protectedDatabase,
  unarmed,
} from "../testing/protected-database.ts";

let db: ProtectedDatabase;

beforeAll(async () => {
  db = await protectedDatabase();
});

afterAll(async () => {
  await db?.server.stop();
});

describe("the change window", () => {
  test("lets only the migrator drop and alter, until it is closed", async () => {
    await db.as("tovplay_migrator", becomeOwner, "CREATE TABLE thing (id int)");
    await db.as("tovplay_migrator", openWindow);
    expect(await unarmed(db)).toEqual([
      expect.stringMatching(/^change window is closed: open until .* for tovplay_migrator: tries/),
    ]);
    await expect(db.as("postgres", "DROP TABLE thing")).rejects.toMatchObject({ code: "TP001" });
    await db.as("tovplay_migrator", becomeOwner, "ALTER TABLE thing ADD n int", "DROP TABLE thing");
    await expect(db.as("tovplay_migrator", openWindow)).rejects.toThrow(
      "protection: a change window is already open",
    );
    await db.as("tovplay_migrator", "SELECT protection.close()");
    expect(await unarmed(db)).toEqual([]);
    const [row] = await db.as("postgres", "SELECT * FROM protection.change_window ORDER BY id DESC LIMIT 1");
    expect(row).toMatchObject({ opened_by: "tovplay_migrator", reason: "tries what a migration may do" });
  });

  test("ends when its time is up", async () => {
    await db.as("tovplay_migrator", openWindow);
    await db.as(
      "postgres",
      "UPDATE protection.change_window SET until = clock_timestamp() + interval '1 s' WHERE closed_at IS NULL",
    );
    await db.as("tovplay_migrator", becomeOwner, 'TRUNCATE "UserFriends"');
    await db.as("postgres", "SELECT pg_sleep(1.1)");
    await expect(db.as("tovplay_migrator", becomeOwner, 'TRUNCATE "UserFriends"')).rejects.toMatchObject({
      code: "TP001",
    });
    expect(await unarmed(db)).toEqual([]);
  });

  test("has no effect before its opening is committed", async () => {
    const used = ["BEGIN", "SAVEPOINT s", openWindow, "RELEASE s", becomeOwner, 'TRUNCATE "UserFriends"'];
    await expect(db.as("tovplay_migrator", ...used)).rejects.toMatchObject({ code: "TP001" });
  });

  test.each([
    ['ALTER TABLE "User" DISABLE TRIGGER protection_truncate', /remove protection triggers from User/],
    ['ALTER TABLE "User" ENABLE REPLICA TRIGGER protection_delete', /remove protection triggers from User/],
    ['DROP TRIGGER protection_delete ON "User"', /remove protection triggers from User/],
    ['ALTER TRIGGER protection_delete ON "User" RENAME TO other', /remove protection triggers from User/],
    ["DROP TABLE audit_log", /refused at all times/],
    ["TRUNCATE audit_log", /refused at all times/],
    ["DELETE FROM audit_log; INSERT INTO audit_log (id) SELECT 1", /refused|null value|GENERATED ALWAYS/],
    ["UPDATE audit_log SET success = true", /refused at all times/],
    ['DROP TABLE "DeleteAuditLog"', /must be owner|refused/],
    [
      'GRANT TRUNCATE ON "User" TO tovplay_app',
      /GRANT would result in a forbidden grant: TRUNCATE on "User" for tovplay_app/,
    ],
    ["GRANT UPDATE ON audit_log TO tovplay_app", /GRANT would result in a forbidden grant/],
    ["DROP OWNED BY tovplay_owner CASCADE", /refused at all times/],
  ])("does not allow: %s", async (statement, message) => {
    await db.as("tovplay_migrator", "SELECT protection.close()", openWindow);
    try {
      await expect(db.as("tovplay_migrator", becomeOwner, statement)).rejects.toThrow(message);
    } finally {
      await db.as("tovplay_migrator", "SELECT protection.close()");
    }
  });
});

describe("a migration", () => {
  const version = ownMigrations.length + 1;
  const file = (name: string, text: string, at = version) =>
    migrationOf(`${String(at).padStart(4, "0")}_${name}.sql`, at, text);

  test("is refused when it alters a table without giving a reason", async () => {
    const bad = file("bad", 'ALTER TABLE "Game" ADD note text');
    await expect(db.migrate([...ownMigrations, bad])).rejects.toThrow("refused outside a change window");
  });

  test("is applied in a change window when it gives a reason, and the window is closed even if it fails", async () => {
    const failing = file("failing", "-- protection: tries to drop what is not there\nDROP TABLE nowhere");
    await expect(db.migrate([...ownMigrations, failing])).rejects.toThrow('table "nowhere" does not exist');
    expect(await unarmed(db)).toEqual([]);
    const good = file(
      "good",
      '-- protection: keeps a note beside each game\nALTER TABLE "Game" ADD note text',
    );
    expect(await db.migrate([...ownMigrations, good])).toEqual({
      schemaVersion: version,
      applied: [good.name],
    });
    expect(await unarmed(db)).toEqual([]);
    const reasons = await db.as(
      "postgres",
      "SELECT reason, closed_at IS NOT NULL AS closed FROM protection.change_window ORDER BY id DESC LIMIT 2",
    );
    expect(reasons).toEqual([
      { reason: "keeps a note beside each game", closed: true },
      { reason: "tries to drop what is not there", closed: true },
    ]);
  });
});
