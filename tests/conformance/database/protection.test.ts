import { afterAll, beforeAll, expect, test } from "vitest";
import { protectionSql } from "../../../infra/database/protection.ts";
import {
  becomeOwner,
  type ProtectedDatabase,
  protectedDatabase,
  unarmed,
} from "../testing/protected-database.ts";
import { attempts } from "./protection-attempts.ts";

let db: ProtectedDatabase;

beforeAll(async () => {
  db = await protectedDatabase();
});

afterAll(async () => {
  await db?.server.stop();
});

const fingerprint = async () => (await db.as("postgres", "SELECT protection.fingerprint() AS f"))[0]?.f;
let installedPrint: unknown;

test("every protection is armed once it is installed, and installing again changes nothing", async () => {
  expect(await unarmed(db)).toEqual([]);
  const before = await db.as("postgres", 'SELECT * FROM "ProtectionStatus" ORDER BY name');
  installedPrint = await fingerprint();
  expect(installedPrint).toMatch(/^(\d+) of \1 parts as installed, sha256 [0-9a-f]{16}$/);
  await db.as("postgres", protectionSql());
  expect(await fingerprint()).toBe(installedPrint);
  expect(await db.as("postgres", 'SELECT * FROM "ProtectionStatus" ORDER BY name')).toEqual(before);
});

test.each(attempts)("$role is refused: $statements", async ({ role, statements, because }) => {
  await expect(db.as(role, ...statements)).rejects.toMatchObject(because);
});

test("the refused attempts leave protection unchanged", async () => {
  expect(await fingerprint()).toBe(installedPrint);
  expect(await unarmed(db)).toEqual([]);
});

test("a purely additive change needs no change window", async () => {
  await db.as(
    "tovplay_migrator",
    becomeOwner,
    "BEGIN",
    `CREATE TABLE "New" (id uuid REFERENCES "User" (id), n serial, t text DEFAULT 'x' UNIQUE)`,
    'CREATE INDEX ON "User" (created_at)',
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    'CREATE TRIGGER again BEFORE UPDATE ON "New" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    "ROLLBACK",
  );
  await db.as(
    "postgres",
    "CREATE TEMP TABLE t (id int)",
    "ALTER TABLE t ADD n int DEFAULT 1",
    "DROP TABLE t",
  );
  await db.as(
    "tovplay_provisioner",
    'GRANT DELETE ON "Game" TO tovplay_viewer',
    'REVOKE DELETE ON "Game" FROM tovplay_viewer',
  );
});
