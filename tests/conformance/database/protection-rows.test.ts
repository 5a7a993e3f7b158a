import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  becomeOwner,
  openWindow,
  type ProtectedDatabase,
  protectedDatabase,
} from "../testing/protected-database.ts";

let db: ProtectedDatabase;

beforeAll(async () => {
  db = await protectedDatabase();
  await db.as("postgres", 'GRANT SELECT, INSERT, UPDATE, DELETE ON "Game" TO tovplay_app');
});

afterAll(async () => {
  await db?.server.stop();
});

describe("deleting rows", () => {
  const games = (count: number, name: string) =>
    `INSERT INTO "Game" (name, max_players) SELECT '${name} ' || n, 2 FROM generate_series(1, ${count}) n`;
  const deleteGames = (pattern: string) => `DELETE FROM "Game" WHERE name LIKE '${pattern}'`;

  beforeAll(async () => {
    await db.as("tovplay_app", games(60, "few"), games(5500, "many"));
  });

  test("records the role, address, user and old row, without its secrets", async () => {
    const deletion = "DELETE FROM \"Game\" WHERE name = 'few 1'";
    await db.as(
      "tovplay_app",
      "SET application_name = 'test of deletion'",
      "BEGIN",
      "SELECT set_config('tovplay.user_id', 'some user', true)",
      deletion,
      "COMMIT",
    );
    const [row] = await db.as(
      "postgres",
      "SELECT *, transaction_id::text AS xid, old_row ->> 'name' AS name FROM \"DeleteAuditLog\" ORDER BY id DESC LIMIT 1",
    );
    expect(row).toMatchObject({
      table_name: "Game",
      database_role: "tovplay_app",
      application_user: "some user",
      application_name: "test of deletion",
      statement: deletion,
      name: "few 1",
      client_address: expect.stringMatching(/\d/),
      xid: expect.stringMatching(/^\d+$/),
    });
    await db.as(
      "postgres",
      `WITH u AS (INSERT INTO "User" (username, email, password_hash) VALUES ('gone', 'gone@example.org', '$scrypt$x') RETURNING id) SELECT`,
    );
    await db.as("tovplay_migrator", becomeOwner, "DELETE FROM \"User\" WHERE username = 'gone'");
    const [gone] = await db.as(
      "postgres",
      'SELECT old_row, database_role, application_user FROM "DeleteAuditLog" ORDER BY id DESC LIMIT 1',
    );
    expect(gone).toMatchObject({
      database_role: "tovplay_migrator",
      application_user: null,
      old_row: { email: "gone@example.org", password_hash: "[redacted]" },
    });
  });

  test.each([
    ["5500 of 5559 rows", "many %", /DELETE of 5500 rows of "Game" by tovplay_app/],
    ["1000 of 5559 rows", "many 1___", /DELETE of 1000 rows/],
  ])("is refused for %s in one statement", async (_name, pattern, message) => {
    const [before] = await db.as("postgres", 'SELECT count(*) FROM "DeleteAuditLog"');
    await expect(db.as("tovplay_app", deleteGames(pattern))).rejects.toThrow(message);
    expect(await db.as("postgres", 'SELECT count(*) FROM "DeleteAuditLog"')).toEqual([before]);
  });

  test("is refused for more than 5 rows and a tenth of the table, however the statement is written", async () => {
    await db.as(
      "postgres",
      `INSERT INTO "User" (username, email) SELECT 'user' || n, n || '@example.org' FROM generate_series(1, 50) n`,
    );
    const some = (last: number) =>
      `DELETE FROM "User" WHERE email ~ '^([1-9]|1[0-9])@' AND substring(email, '^\\d+')::int <= ${last}`;
    const owner = (...statements: string[]) => db.as("tovplay_migrator", becomeOwner, ...statements);
    await expect(owner(some(6))).rejects.toThrow("DELETE of 6 rows");
    await expect(owner(`WITH d AS (${some(6)} RETURNING id) SELECT count(*) FROM d`)).rejects.toMatchObject({
      code: "TP001",
    });
    const merge = `MERGE INTO "User" u USING (SELECT n || '@example.org' AS email FROM generate_series(1, 6) n) x ON u.email = x.email WHEN MATCHED THEN DELETE`;
    await expect(owner(merge)).rejects.toMatchObject({ code: "TP001" });
    await owner(some(5));
    await db.as("tovplay_migrator", openWindow);
    await owner(some(19));
    await db.as("tovplay_migrator", "SELECT protection.close()");
    const [recorded] = await db.as(
      "postgres",
      `SELECT count(*)::int AS n FROM "DeleteAuditLog" WHERE table_name = 'User' AND old_row ->> 'username' ~ '^user\\d'`,
    );
    expect(recorded).toEqual({ n: 19 });
  });
});

test("the owner can update rows only in a change window, which the application does not need", async () => {
  await db.as("postgres", "INSERT INTO \"Game\" (name, max_players) VALUES ('Chess', 2)");
  await db.as("tovplay_app", "UPDATE \"Game\" SET description = 'x'");
  const owner = () => db.as("tovplay_migrator", becomeOwner, "UPDATE \"Game\" SET description = 'y'");
  await expect(owner()).rejects.toThrow('protection: UPDATE of "Game" by tovplay_migrator is refused');
  await db.as("tovplay_migrator", openWindow);
  await owner();
  await db.as("tovplay_migrator", "SELECT protection.close()");
  await expect(owner()).rejects.toMatchObject({ code: "TP001" });
});

test("a superuser can delete log rows older than a year, and no newer ones", async () => {
  const row = (age: string) =>
    `INSERT INTO "ConnectionAuditLog" (at, event) VALUES (now() - interval '${age}', 'connected')`;
  await db.as("postgres", row("13 months"), row("1 month"));
  await expect(db.as("postgres", 'DELETE FROM "ConnectionAuditLog"')).rejects.toMatchObject({
    code: "TP001",
  });
  await db.as("postgres", `DELETE FROM "ConnectionAuditLog" WHERE at < now() - interval '1 year'`);
  expect(await db.as("postgres", 'SELECT count(*)::int AS n FROM "ConnectionAuditLog"')).toEqual([{ n: 1 }]);
});
