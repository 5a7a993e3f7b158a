import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrationOf } from "../../app/backend/src/migrations/migration-files.ts";
import { protectionSql } from "../../infra/database-protection.ts";
import { ownMigrations, type ProtectedDatabase, protectedDatabase } from "./protected-database.ts";
import { attempts } from "./protection-attempts.ts";

let db: ProtectedDatabase;
let installedPrint: unknown;

beforeAll(async () => {
  db = await protectedDatabase();
  await db.as("postgres", 'GRANT SELECT, INSERT, UPDATE, DELETE ON "Game" TO tovplay_app');
});

afterAll(async () => {
  await db?.server.stop();
});

/** Rows of ProtectionStatus that are not armed; the provisioner's window is another part's business. */
const unarmed = async () =>
  (
    await db.as(
      "postgres",
      `SELECT name, detail FROM "ProtectionStatus" WHERE NOT armed AND name <> 'provisioner is locked'`,
    )
  ).map(({ name, detail }) => `${name}: ${detail}`);
const fingerprint = async () => (await db.as("postgres", "SELECT protection.fingerprint() AS f"))[0]?.f;
const open = "SELECT protection.open('tries what a migration may do', 5)";
const becomeOwner = "SET ROLE tovplay_owner";

test("everything is armed once it is installed, and installing again changes nothing", async () => {
  expect(await unarmed()).toEqual([]);
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

test("everything is as it was before those attempts", async () => {
  expect(await fingerprint()).toBe(installedPrint);
  expect(await unarmed()).toEqual([]);
});

test("what adds and takes nothing away needs no window", async () => {
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

describe("the change window", () => {
  test("lets the migrator drop and alter, nobody else, and closes", async () => {
    await db.as("tovplay_migrator", becomeOwner, "CREATE TABLE thing (id int)");
    await db.as("tovplay_migrator", open);
    expect(await unarmed()).toEqual([
      expect.stringMatching(/^change window is closed: open until .* for tovplay_migrator: tries/),
    ]);
    await expect(db.as("postgres", "DROP TABLE thing")).rejects.toMatchObject({ code: "TP001" });
    await db.as("tovplay_migrator", becomeOwner, "ALTER TABLE thing ADD n int", "DROP TABLE thing");
    await expect(db.as("tovplay_migrator", open)).rejects.toThrow(
      "protection: a change window is open already",
    );
    await db.as("tovplay_migrator", "SELECT protection.close()");
    expect(await unarmed()).toEqual([]);
    const [row] = await db.as("postgres", "SELECT * FROM protection.change_window ORDER BY id DESC LIMIT 1");
    expect(row).toMatchObject({ opened_by: "tovplay_migrator", reason: "tries what a migration may do" });
  });

  test("ends by its time", async () => {
    await db.as("tovplay_migrator", open);
    await db.as(
      "postgres",
      "UPDATE protection.change_window SET until = clock_timestamp() + interval '1 s' WHERE closed_at IS NULL",
    );
    await db.as("tovplay_migrator", becomeOwner, 'TRUNCATE "UserFriends"');
    await db.as("postgres", "SELECT pg_sleep(1.1)");
    await expect(db.as("tovplay_migrator", becomeOwner, 'TRUNCATE "UserFriends"')).rejects.toMatchObject({
      code: "TP001",
    });
    expect(await unarmed()).toEqual([]);
  });

  test("does not count before its opening is committed", async () => {
    const used = ["BEGIN", "SAVEPOINT s", open, "RELEASE s", becomeOwner, 'TRUNCATE "UserFriends"'];
    await expect(db.as("tovplay_migrator", ...used)).rejects.toMatchObject({ code: "TP001" });
  });

  test.each([
    ['ALTER TABLE "User" DISABLE TRIGGER protection_truncate', /take the triggers of protection from User/],
    [
      'ALTER TABLE "User" ENABLE REPLICA TRIGGER protection_delete',
      /take the triggers of protection from User/,
    ],
    ['DROP TRIGGER protection_delete ON "User"', /take the triggers of protection from User/],
    [
      'ALTER TRIGGER protection_delete ON "User" RENAME TO other',
      /take the triggers of protection from User/,
    ],
    ["DROP TABLE audit_log", /refused at all times/],
    ["TRUNCATE audit_log", /refused at all times/],
    ["DELETE FROM audit_log; INSERT INTO audit_log (id) SELECT 1", /refused|null value|GENERATED ALWAYS/],
    ["UPDATE audit_log SET success = true", /refused at all times/],
    ['DROP TABLE "DeleteAuditLog"', /must be owner|refused/],
    ['GRANT TRUNCATE ON "User" TO tovplay_app', /GRANT would leave this: TRUNCATE on "User" for tovplay_app/],
    ["GRANT UPDATE ON audit_log TO tovplay_app", /GRANT would leave this/],
    ["DROP OWNED BY tovplay_owner CASCADE", /refused at all times/],
  ])("does not allow: %s", async (statement, message) => {
    await db.as("tovplay_migrator", "SELECT protection.close()", open);
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

  test("that alters without saying why is refused, and changes nothing", async () => {
    const bad = file("bad", 'ALTER TABLE "Game" ADD note text');
    await expect(db.migrate([...ownMigrations, bad])).rejects.toThrow("refused outside a change window");
  });

  test("that says why is applied in a window, and the window is closed after it, also when it fails", async () => {
    const failing = file("failing", "-- protection: tries to drop what is not there\nDROP TABLE nowhere");
    await expect(db.migrate([...ownMigrations, failing])).rejects.toThrow('table "nowhere" does not exist');
    expect(await unarmed()).toEqual([]);
    const good = file(
      "good",
      '-- protection: keeps a note beside each game\nALTER TABLE "Game" ADD note text',
    );
    expect(await db.migrate([...ownMigrations, good])).toEqual({
      schemaVersion: version,
      applied: [good.name],
    });
    expect(await unarmed()).toEqual([]);
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

describe("deleting rows", () => {
  const games = (count: number, name: string) =>
    `INSERT INTO "Game" (name, max_players) SELECT '${name} ' || n, 2 FROM generate_series(1, ${count}) n`;
  const deleteGames = (pattern: string) => `DELETE FROM "Game" WHERE name LIKE '${pattern}'`;

  beforeAll(async () => {
    await db.as("tovplay_app", games(60, "few"), games(5500, "many"));
  });

  test("is written down with who, from where, for whom and the old row, without its secrets", async () => {
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
    ["more than 500 rows", "many %", /DELETE of 5500 rows of "Game" by tovplay_app/],
    ["501 of 5559 rows", "many 1___", /DELETE of 1000 rows/],
  ])("%s at once is refused", async (_name, pattern, message) => {
    const [before] = await db.as("postgres", 'SELECT count(*) FROM "DeleteAuditLog"');
    await expect(db.as("tovplay_app", deleteGames(pattern))).rejects.toThrow(message);
    expect(await db.as("postgres", 'SELECT count(*) FROM "DeleteAuditLog"')).toEqual([before]);
  });

  test("a tenth of a table is refused from the sixth row on, whichever way it is written", async () => {
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
    await db.as("tovplay_migrator", open);
    await owner(some(19));
    await db.as("tovplay_migrator", "SELECT protection.close()");
    const [recorded] = await db.as(
      "postgres",
      `SELECT count(*)::int AS n FROM "DeleteAuditLog" WHERE table_name = 'User' AND old_row ->> 'username' ~ '^user\\d'`,
    );
    expect(recorded).toEqual({ n: 19 });
  });
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
  ])("says so after a superuser's %s, and installing mends it", async (statement, said) => {
    await db.as("postgres", "SET event_triggers = off", statement);
    expect(await unarmed()).toContain(said);
    await db.as("postgres", "SET event_triggers = off", ...mends);
    await db.as("postgres", protectionSql());
    expect(await unarmed()).toEqual([]);
  });
  // What other parts of a deployment mend.
  const mends = [
    'ALTER DATABASE "TovPlay" IS_TEMPLATE true',
    "ALTER ROLE tovplay_app RESET session_replication_role",
    "REVOKE tovplay_keeper FROM tovplay_viewer",
    "ALTER ROLE tovplay_viewer NOCREATEDB",
    'REVOKE UPDATE ON "BackupLog" FROM tovplay_backup',
    'DROP RULE IF EXISTS r ON "Game"',
  ];
});

test("logs lose what is older than a year, by a superuser, and nothing younger", async () => {
  const row = (age: string) =>
    `INSERT INTO "ConnectionAuditLog" (at, event) VALUES (now() - interval '${age}', 'connected')`;
  await db.as("postgres", row("13 months"), row("1 month"));
  await expect(db.as("postgres", 'DELETE FROM "ConnectionAuditLog"')).rejects.toMatchObject({
    code: "TP001",
  });
  await db.as("postgres", `DELETE FROM "ConnectionAuditLog" WHERE at < now() - interval '1 year'`);
  expect(await db.as("postgres", 'SELECT count(*)::int AS n FROM "ConnectionAuditLog"')).toEqual([{ n: 1 }]);
});

test("the checks find what leads nowhere and what is there twice, without their indexes", async () => {
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

test("hashes tell contents apart, and not the order in which rows lie", async () => {
  const hashes = () => db.as("tovplay_backup", "SELECT * FROM protection.content_hashes()");
  const before = await hashes();
  expect(before).toHaveLength(11);
  await db.as(
    "tovplay_app",
    "BEGIN",
    "UPDATE \"Game\" SET note = 'x'",
    'UPDATE "Game" SET note = NULL',
    "COMMIT",
  );
  expect(await hashes()).toEqual(before);
  await db.as("tovplay_app", "UPDATE \"Game\" SET note = 'x' WHERE name = 'few 2'");
  expect(await hashes()).not.toEqual(before);
});

test("the guardian beats, and counts", async () => {
  const [beat] = await db.as("tovplay_guardian", "SELECT protection.beat() AS at");
  expect(Date.now() - Number(beat?.at)).toBeLessThan(60_000);
  const counts = await db.as("tovplay_viewer", "SELECT * FROM protection.row_counts()");
  expect(counts).toContainEqual({
    table_name: "schema_version",
    row_count: String(ownMigrations.length + 1),
  });
});
