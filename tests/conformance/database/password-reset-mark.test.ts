import { afterAll, beforeAll, expect, test } from "vitest";
import {
  becomeOwner,
  ownMigrations,
  type ProtectedDatabase,
  protectedDatabase,
  unarmed,
} from "../testing/protected-database.ts";

const upTo = (version: number) => ownMigrations.filter((migration) => migration.version <= version);
const person = (name: string, columns = "", values = "") =>
  `INSERT INTO "User" (username, email${columns}) VALUES ('${name}', '${name}@example.org'${values})`;

let db: ProtectedDatabase;

beforeAll(async () => {
  db = await protectedDatabase(undefined, upTo(6));
});

afterAll(async () => {
  await db?.server.stop();
});

test("a migration adds the password-reset mark to a protected database with users, and leaves it protected", async () => {
  await db.as("tovplay_migrator", becomeOwner, person("before", ", password_hash", ", '$scrypt$x'"));
  const file = async () =>
    (await db.as("postgres", `SELECT pg_relation_filenode('"User"') AS node`)).map(({ node }) => node);
  const [was] = await file();
  expect(await db.migrate(upTo(7))).toEqual({ schemaVersion: 7, applied: ["0007_password_must_be_reset"] });
  expect(await file(), "no row was rewritten").toEqual([was]);
  expect(await unarmed(db)).toEqual([]);
  expect(
    await db.as("postgres", 'SELECT password_hash, password_must_be_reset AS marked FROM "User"'),
  ).toEqual([{ password_hash: "$scrypt$x", marked: false }]);
});

test("an account marked for a password reset cannot have a password", async () => {
  const marked = [", password_hash, password_must_be_reset", ", '$scrypt$x', true"] as const;
  await expect(db.as("tovplay_migrator", becomeOwner, person("both", ...marked))).rejects.toMatchObject({
    constraint: "User_reset_has_no_password",
  });
  await db.as("tovplay_migrator", becomeOwner, person("taken", ", password_must_be_reset", ", true"));
});
