import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AdoptionRequest } from "../../../cli/adoption/prepare.ts";
import type { AdoptionReport } from "../../../cli/adoption/report.ts";
import {
  type AdoptionDatabase,
  psql,
  startAdoptionDatabase,
  startPostgres,
} from "../testing/adoption-database.ts";

const old = "scratch-adoption-old";
const folder = mkdtempSync(join(tmpdir(), "tovplay-adoption-"));
const firstLine = "-- PostgreSQL database dump";
const last = "-- PostgreSQL database dump complete";
let database: AdoptionDatabase;

/** A messy old database: another schema, its own roles, and triggers. */
const legacy = `
CREATE ROLE old_admin LOGIN; CREATE ROLE everybody;
CREATE DATABASE "TovPlay" OWNER old_admin;
\\connect "TovPlay"
SET ROLE old_admin;
CREATE TABLE "User" (id uuid PRIMARY KEY, username text, email text, nick varchar(20), created_at timestamptz DEFAULT now());
CREATE TABLE "Game" (id uuid PRIMARY KEY, name text, max_players int);
CREATE TABLE "Leftover" (id int);
RESET ROLE;
CREATE FUNCTION harm() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'harm'; END $$;
GRANT ALL ON ALL TABLES IN SCHEMA public TO everybody, PUBLIC;
INSERT INTO "User" VALUES ('00000000-0000-4000-8000-000000000001', 'sam', 'sam@example.org', E'a\\tb\\\\.'),
  ('00000000-0000-4000-8000-000000000002', 'kim', 'kim@example.org', NULL);
INSERT INTO "Game" VALUES ('00000000-0000-4000-8000-000000000003', E'Go\\n\\\\.\\n"quoted"; \\\\q', 2);
INSERT INTO "Leftover" VALUES (1), (2);
SELECT lo_create(4711);
CREATE TRIGGER harm BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION harm();
`;

beforeAll(async () => {
  database = await startAdoptionDatabase("scratch-adoption-own");
  await startPostgres(old);
  await psql(old, legacy);
}, 300_000);

afterAll(async () => {
  await database?.stop();
  await execa("docker", ["rm", "--force", "--volumes", old], { reject: false });
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => database.clear());

function fileOf(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** A dump of some statements with pg_dump's first and last line. */
function dumpWith(name: string, ...statements: string[]): string {
  return fileOf(name, [firstLine, ...statements, last, ""].join("\n"));
}

async function dumpOf(...options: string[]): Promise<Buffer> {
  const args = ["exec", "--user", "postgres", old, "pg_dump", ...options, "TovPlay"];
  const { stdout } = await execa("docker", args, { encoding: "buffer", stripFinalNewline: false });
  return Buffer.from(stdout);
}

async function failureOf(file: string, request: AdoptionRequest = {}): Promise<string[]> {
  const error = await database.adopt(file, request).then(
    () => undefined,
    (caught: { message: string; detail: string[] }) => caught,
  );
  return error ? [error.message, ...error.detail] : ["adopted"];
}

const rowsOf = ({ tables }: AdoptionReport) => tables.map(({ table, rows }) => `${table} ${rows}`);

test("all rows are imported, without owners, grants, functions and triggers", async () => {
  const report = await database.adopt(fileOf("old.sql", await dumpOf("--create")));
  expect(rowsOf(report)).toEqual(["Game 1", "User 2"]);
  expect(report.tables.every(({ hashInDump, hashHere }) => hashInDump === hashHere)).toBe(true);
  expect((await database.sql('SELECT username FROM "User" ORDER BY 1')).split("\n")).toEqual(["kim", "sam"]);
  expect(await database.sql(`SELECT name = E'Go\\n\\\\.\\n"quoted"; \\\\q' FROM "Game"`)).toBe("t");
  const strangers = `SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND (relowner <> 'tovplay_owner'::regrole OR relacl IS NOT NULL)`;
  expect(await database.sql(strangers)).toBe("0");
  expect(
    await database.sql("SELECT count(*) FROM pg_roles WHERE rolname IN ('old_admin', 'everybody')"),
  ).toBe("0");
});

test("data that is not imported is listed with its rows", async () => {
  const { leftBehind } = await database.adopt(fileOf("old.sql", await dumpOf()));
  expect(leftBehind.map(({ what, rows }) => [what, rows])).toEqual(
    expect.arrayContaining([
      ['"Leftover"', 2],
      ["large objects", 1],
      ['"User"."nick"', undefined],
    ]),
  );
});

test.each([
  ["custom", "old.custom", ["--format=custom"]],
  ["tar", "old.tar", ["--format=tar"]],
])("an archive in %s format is imported, and a truncated one refused", async (_, name, options) => {
  const whole = await dumpOf(...options);
  expect(rowsOf(await database.adopt(fileOf(name, whole)))).toEqual(["Game 1", "User 2"]);
  await database.clear();
  // pg_restore would hang on a tar archive that is truncated within rows.
  for (const place of [Math.floor(whole.length * 0.4), whole.indexOf("kim@example.org")].filter(
    (at) => at > 0,
  )) {
    const cut = fileOf(`cut-${name}`, whole.subarray(0, place));
    expect((await failureOf(cut)).join()).toMatch(/is damaged or truncated/);
  }
  expect(await database.sql('SELECT count(*) FROM "User"')).toBe("0");
});

test("a dump in directory format is imported from its folder", async () => {
  await execa("docker", ["exec", "--user", "postgres", old, "pg_dump", "-Fd", "-f", "/tmp/dir", "TovPlay"]);
  await execa("docker", ["cp", `${old}:/tmp/dir`, join(folder, "dir")]);
  expect(rowsOf(await database.adopt(join(folder, "dir")))).toEqual(["Game 1", "User 2"]);
});

test("a compressed dump is imported, and a truncated one refused", async () => {
  const text = await dumpOf();
  for (const packed of [gzipSync(text), zstdCompressSync(text)]) {
    expect(rowsOf(await database.adopt(fileOf("packed", packed)))).toEqual(["Game 1", "User 2"]);
    await database.clear();
    expect((await failureOf(fileOf("packed", packed.subarray(0, packed.length - 20))))[0]).toMatch(
      /damaged or truncated/,
    );
  }
});

test("rows of partitions, child tables and views are imported", async () => {
  const users = "id uuid, username text, email text";
  const file = dumpWith(
    "shapes.sql",
    `CREATE TABLE person (${users}, kind text);`,
    `INSERT INTO person VALUES ('00000000-0000-4000-8000-000000000001', 'sam', 'sam@example.org', 'a');`,
    `CREATE VIEW "User" AS SELECT id, username, email FROM person;`,
    `CREATE TABLE "Game" (id uuid, name text, max_players int);`,
    `CREATE TABLE "OldGame" () INHERITS ("Game");`,
    `INSERT INTO "OldGame" VALUES ('00000000-0000-4000-8000-000000000003', 'Go', 2);`,
  );
  const report = await database.adopt(file);
  expect(rowsOf(report)).toEqual(["Game 1", "User 1"]);
  expect(report.converted.join()).toMatch(/"Game": with the rows of its 1 child.*"User" is a view/);
  expect(report.leftBehind.map(({ what, rows }) => [what, rows])).toContainEqual(['"person"', 1]);
});

test("an account whose password hash cannot be verified has to set a new password", async () => {
  const file = dumpWith(
    "hashes.sql",
    'CREATE TABLE "User" (id uuid, username text, email text, password_hash text);',
    `INSERT INTO "User" VALUES ('00000000-0000-4000-8000-000000000001', 'sam', 'sam@example.org', '$2b$12$abc'),`,
    `('00000000-0000-4000-8000-000000000002', 'kim', 'kim@example.org', '$scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA'), ('00000000-0000-4000-8000-000000000003', 'lou', 'lou@example.org', NULL);`,
  );
  expect((await database.adopt(file)).passwordsToReset).toBe(1);
  const accounts = `SELECT username || ' ' || coalesce(password_hash, '-') || ' ' || password_must_be_reset FROM "User" ORDER BY 1`;
  expect((await database.sql(accounts)).split("\n")).toEqual([
    "kim $scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA false",
    "lou - false",
    "sam - true",
  ]);
});

test("types, casts and schemas defined by the dump do not affect its values", async () => {
  const file = dumpWith(
    "own.sql",
    "CREATE DOMAIN d1 AS text; CREATE DOMAIN d2 AS d1; CREATE TYPE mood AS ENUM ('sam', 'kim'); CREATE SCHEMA app;",
    "CREATE FUNCTION cheat(text) RETURNS uuid LANGUAGE sql AS $$ SELECT gen_random_uuid() $$;",
    "CREATE FUNCTION cheat(mood) RETURNS text LANGUAGE sql AS $$ SELECT 'evil' $$;",
    "CREATE CAST (text AS uuid) WITH FUNCTION cheat(text); CREATE CAST (mood AS text) WITH FUNCTION cheat(mood);",
    'SET search_path = app, pg_catalog; CREATE TABLE "User" (id uuid);',
    'COPY "User" FROM stdin;',
    "00000000-0000-4000-8000-000000000009",
    "\\.",
    'SET search_path = public, pg_catalog; CREATE TABLE "User" (id text, username mood, email d2);',
    'CREATE TABLE "a;b" ("c;d" text); COPY "a;b" ("c;d") FROM stdin;',
    "it's",
    "\\.",
    'COPY "User" FROM stdin;',
    "00000000-0000-4000-8000-000000000001\tsam\tsam@example.org",
    "\\.",
    'CREATE TABLE "UserSession" (id uuid, user_id uuid, token_hash bytea, user_agent inet, expires_at timestamptz);',
    `INSERT INTO "UserSession" SELECT id::uuid, id::uuid, decode(repeat('ab', 32), 'hex'), '10.1.2.3', 'infinity' FROM "User";`,
    `UPDATE "UserSession" SET id = '00000000-0000-4000-8000-000000000001', user_id = '00000000-0000-4000-8000-000000000001';`,
  );
  const report = await database.adopt(file, { rows: "User 1, UserSession 1" });
  expect(report.leftBehind.map(({ what, rows }) => [what, rows])).toContainEqual(['"a;b"', 1]);
  expect(report.notInDump).toContain('"Game"');
  expect(await database.sql('SELECT id, username, email FROM "User"')).toBe(
    "00000000-0000-4000-8000-000000000001|sam|sam@example.org",
  );
  expect(await database.sql('SELECT user_agent FROM "UserSession"')).toBe("10.1.2.3");
});

test("everything that may omit rows is reported and has to be confirmed", async () => {
  const users = "id uuid, username text, email text";
  const file = fileOf(
    "doubts.sql",
    [
      `SET row_security = on; CREATE TABLE "User" (${users}, PRIMARY KEY (id)); CREATE TABLE "Game" (id uuid, name text, max_players int);`,
      'COPY "User" FROM stdin WHERE length(username) > 1;',
      "00000000-0000-4000-8000-000000000001\tsam\tsam@example.org",
      "\\.",
      `INSERT INTO "User" VALUES ('00000000-0000-4000-8000-000000000001') ON CONFLICT DO NOTHING;`,
      `DELETE FROM "User" WHERE username = 'kim';`,
      "-- Name: User; Type: TABLE; Schema: public; Owner: old_owner",
      "-- PostgreSQL database dump complete",
      "",
    ].join("\n"),
  );
  expect(await failureOf(file)).toEqual([
    "the dump cannot be imported yet; nothing was changed",
    "it does not begin with pg_dump's first line",
    "line 1 shows that the dump was made with --enable-row-security, which omits rows",
    "line 2 has a COPY that omits rows",
    "line 6 is a statement that pg_dump does not write, and may change rows",
    'it has INSERTs for "User" that may skip rows with ON CONFLICT',
    'it has no rows for "Game", like a dump without data',
    "the dump may therefore be incomplete: compare with the old database, then confirm with --rows 'Game 0, User 1'",
  ]);
});

test("a failing COPY does not block the rest of the dump", async () => {
  const file = dumpWith(
    "copies.sql",
    "CREATE TABLE gen (x int, y int GENERATED ALWAYS AS (x + 1) STORED); CREATE VIEW v AS SELECT 1 AS x;",
    'CREATE MATERIALIZED VIEW "Game" AS SELECT 1 WITH NO DATA; CREATE TABLE "User" (id uuid, username text, email text);',
    ...["COPY gen (x, y) FROM stdin;", "it's", "\\."],
    ...["COPY v FROM stdin;", 'a "', "\\."],
    ...["COPY gen FROM stdin WITH (FORMAT binary);", "\\gexec", "\\."],
    ...['COPY "User" (id, username) FROM stdin;', "00000000-0000-4000-8000-000000000001\tsam", "\\."],
    'ALTER TABLE "User" RENAME TO people;',
  );
  expect(await failureOf(file)).toEqual([
    "the dump does not match this database",
    "line 10 has binary rows, which an SQL file cannot contain; make the dump again",
    '"Game" is a materialised view without data in the dump',
  ]);
});

test("sequences continue after the highest imported number, even if that is 0", async () => {
  const columns =
    'id bigint, "timestamp" timestamptz, correlation_id text, action text, resource_type text, severity text, function text, success boolean, duration_ms float8';
  const row = (id: number) =>
    `INSERT INTO audit_log VALUES (${id}, now(), 'corr-0001', 'a', 'User', 'LOW', 'f', true, 1.5);`;
  const next = `INSERT INTO audit_log ("timestamp", correlation_id, action, resource_type, severity, function, success, duration_ms)
    VALUES (now(), 'corr-0002', 'a', 'User', 'LOW', 'f', true, 1) RETURNING id`;
  for (const [highest, following] of [
    [0, "1"],
    [41, "42"],
  ] as const) {
    await database.adopt(
      dumpWith(
        "numbers.sql",
        `CREATE TABLE audit_log (${columns});`,
        row(0),
        ...(highest > 0 ? [row(highest)] : []),
      ),
    );
    expect(await database.sql(next)).toBe(following);
    await database.clear();
  }
});

test("a database with rows is not changed, and invalid rows are reported as well", async () => {
  const file = fileOf("old.sql", await dumpOf());
  await database.adopt(file);
  const bad = dumpWith(
    "bad.sql",
    'CREATE TABLE "User" (id uuid, username text, email text);',
    `INSERT INTO "User" VALUES ('00000000-0000-4000-8000-000000000009', 'x@y', 'x@example.org');`,
  );
  const lines = await failureOf(bad);
  expect(lines.join("\n")).toMatch(/already contains rows[\s\S]*User_username_check/);
  expect(await database.sql('SELECT count(*) FROM "User"')).toBe("2");
});

test("importing the same dump again succeeds, as after an interruption following the commit", async () => {
  const file = fileOf("old.sql", await dumpOf());
  const first = await database.adopt(file);
  const second = await database.adopt(file);
  expect(second.tables).toEqual(first.tables);
});

test("no row value reaches a message or a server's log", async () => {
  const canary = "canary7f3a";
  const columns = ["username", "email", "about", "created_at", "id"];
  const values = columns.map((column) => `'${canary}-${column}'`).join(", ");
  const texts = columns.map((column) => `${column} text`).join(", ");
  const dumps = [
    [`CREATE TABLE "User" (${texts});`, `INSERT INTO "User" VALUES (${values});`],
    ['CREATE TABLE "User" (id uuid, username text, email text);', `INSERT INTO "User" VALUES (${values});`],
    [
      'CREATE TABLE "User" (id uuid, username text, email text);',
      'COPY "User" FROM stdin;',
      `${canary}\t${canary}`,
      "\\.",
    ],
    [`SELECT '${canary}'::int;`, `DO $$ BEGIN RAISE EXCEPTION '${canary}'; END $$;`, `${canary} ${canary};`],
    [
      `COPY "Gone" FROM stdin;`,
      `${canary}`,
      "\\.",
      'CREATE TABLE "Game" (id uuid, name text, max_players int);',
    ],
  ];
  const said: string[] = [];
  for (const [index, statements] of dumps.entries())
    said.push(...(await failureOf(dumpWith(`canary-${index}.sql`, ...statements))));
  expect(said.length).toBeGreaterThan(8);
  const { stdout, stderr } = await execa("docker", ["logs", database.server.container]);
  for (const text of [said.join("\n"), stdout, stderr]) expect(text).not.toContain(canary);
});

test("closing a quarantine removes its container", async () => {
  await database.adopt(fileOf("old.sql", readFileSync(fileOf("old.sql", await dumpOf()))));
  const list = [
    "ps",
    "--all",
    "--quiet",
    "--filter",
    "label=org.tovplay.part=adoption",
    "--filter",
    `name=${database.quarantine.container}`,
  ];
  expect((await execa("docker", list)).stdout).not.toBe("");
  await database.quarantine.close();
  expect((await execa("docker", list)).stdout).toBe("");
});
