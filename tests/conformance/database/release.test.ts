import { afterAll, beforeAll, expect, test } from "vitest";
import { protectionSql } from "../../../infra/database/protection.ts";
import {
  ownMigrations,
  type ProtectedDatabase,
  protectedDatabase,
  unarmed,
} from "../testing/protected-database.ts";

/** Last migration of the release before. */
const released = 7;

let db: ProtectedDatabase;

beforeAll(async () => {
  db = await protectedDatabase(undefined, ownMigrations.slice(0, released));
});

afterAll(async () => {
  await db?.server.stop();
});

test("this release's migrations apply to the protected database of the release before, which is armed again after them", async () => {
  const added = ownMigrations.slice(released).map(({ name }) => name);
  expect(await db.migrate(ownMigrations)).toEqual({ schemaVersion: ownMigrations.length, applied: added });
  await db.as("postgres", protectionSql());
  expect(await unarmed(db)).toEqual([]);
});
