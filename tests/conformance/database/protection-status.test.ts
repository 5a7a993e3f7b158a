import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { protectionSql } from "../../../infra/database/protection.ts";
import {
  ownMigrations,
  type ProtectedDatabase,
  protectedDatabase,
  unarmed,
} from "../testing/protected-database.ts";

let db: ProtectedDatabase;

beforeAll(async () => {
  db = await protectedDatabase();
  await db.as("postgres", 'GRANT SELECT, INSERT, UPDATE, DELETE ON "Game" TO tovplay_app');
});

afterAll(async () => {
  await db?.server.stop();
});

describe("ProtectionStatus", () => {
  test.each([
    ['ALTER TABLE "User" DISABLE TRIGGER protection_truncate', "table User: is not as it was installed"],
    ['ALTER TABLE "Game" ENABLE TRIGGER protection_delete', "table Game: is not as it was installed"],
    ["DROP EVENT TRIGGER protection_drop", "event trigger protection_drop: is gone"],
    [
      "ALTER EVENT TRIGGER protection_end DISABLE",
      "event trigger protection_end: is not as it was installed",
    ],
    ["ALTER FUNCTION protection.is_open() COST 7", "functions: is not as it was installed"],
    [
      "GRANT EXECUTE ON FUNCTION protection.open(text, integer) TO tovplay_app",
      "access: is not as it was installed",
    ],
    [
      'ALTER DATABASE "TovPlay" IS_TEMPLATE false',
      "database is a template: DROP DATABASE is refused even for a superuser",
    ],
    [
      "ALTER ROLE tovplay_app SET session_replication_role = replica",
      "settings leave triggers alone: session_replication_role=replica",
    ],
    [
      "GRANT tovplay_keeper TO tovplay_viewer",
      "nobody becomes keeper or owner: tovplay_viewer in tovplay_keeper",
    ],
    ["ALTER ROLE tovplay_viewer CREATEDB", "nobody who logs in is privileged: tovplay_viewer"],
    [
      'GRANT UPDATE ON "BackupLog" TO tovplay_backup',
      'grants leave protection alone: UPDATE on "BackupLog" for tovplay_backup',
    ],
    ['CREATE RULE r AS ON DELETE TO "Game" DO INSTEAD NOTHING', "table Game: is not as it was installed"],
  ])("reports a superuser's %s, and installing again fixes it", async (statement, said) => {
    await db.as("postgres", "SET event_triggers = off", statement);
    expect(await unarmed(db)).toContain(said);
    await db.as("postgres", "SET event_triggers = off", ...repairs);
    await db.as("postgres", protectionSql());
    expect(await unarmed(db)).toEqual([]);
  });
  // What other parts of a deployment repair.
  const repairs = [
    'ALTER DATABASE "TovPlay" IS_TEMPLATE true',
    "ALTER ROLE tovplay_app RESET session_replication_role",
    "REVOKE tovplay_keeper FROM tovplay_viewer",
    "ALTER ROLE tovplay_viewer NOCREATEDB",
    'REVOKE UPDATE ON "BackupLog" FROM tovplay_backup',
    'DROP RULE IF EXISTS r ON "Game"',
  ];
});

test("the integrity checks find dangling references and duplicates without using indexes", async () => {
  const findings = () =>
    db.as(
      "tovplay_guardian",
      "SELECT check_name, found::int, sample FROM protection.integrity_findings() WHERE found > 0",
    );
  expect(await findings()).toEqual([]);
  await db.as(
    "postgres",
    "SET event_triggers = off",
    'ALTER TABLE "UserProfile" DROP CONSTRAINT "UserProfile_user_id_fkey"',
    'DROP INDEX "User_email_key"',
    `INSERT INTO "UserProfile" (user_id, display_name) VALUES ('00000000-0000-4000-8000-000000000001', 'nobody')`,
    `INSERT INTO "User" (username, email) VALUES ('twin-1', 'Twin@example.org'), ('twin-2', 'twin@example.org')`,
  );
  expect(await findings()).toEqual([
    {
      check_name: "UserProfile.user_id leads nowhere",
      found: 1,
      sample: ["00000000-0000-4000-8000-000000000001"],
    },
    {
      check_name: "User has the same e-mail address twice",
      found: 1,
      sample: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
    },
  ]);
});

test("content hashes depend on the rows, not on their order on disk", async () => {
  const hashes = () => db.as("tovplay_backup", "SELECT * FROM protection.content_hashes()");
  await db.as("tovplay_app", "INSERT INTO \"Game\" (name, max_players) VALUES ('Chess', 2), ('Go', 2)");
  const before = await hashes();
  expect(before).toHaveLength(12);
  await db.as(
    "tovplay_app",
    "BEGIN",
    "UPDATE \"Game\" SET description = 'x'",
    `UPDATE "Game" SET description = ''`,
    "COMMIT",
  );
  expect(await hashes()).toEqual(before);
  await db.as("tovplay_app", "UPDATE \"Game\" SET description = 'x' WHERE name = 'Chess'");
  expect(await hashes()).not.toEqual(before);
});

test("the guardian can record a heartbeat, and the viewer can count rows", async () => {
  const [beat] = await db.as("tovplay_guardian", "SELECT protection.beat() AS at");
  expect(Date.now() - Number(beat?.at)).toBeLessThan(60_000);
  const counts = await db.as("tovplay_viewer", "SELECT * FROM protection.row_counts()");
  expect(counts).toContainEqual({
    table_name: "schema_version",
    row_count: String(ownMigrations.length),
  });
});
