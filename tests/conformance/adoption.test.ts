import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compare, copy, proofs } from "../../cli/adoption/adopt.ts";
import { loadInQuarantine } from "../../cli/adoption/quarantine.ts";
import type { Server } from "../../cli/database/server.ts";
import { baseImage } from "./images.ts";
import { until } from "./until.ts";

const containers = { old: "scratch-adoption-old", own: "scratch-adoption-own" };
const folder = mkdtempSync(join(tmpdir(), "tovplay-adoption-"));
const migrations = new URL("../../app/backend/migrations/", import.meta.url);
const server: Server = {
  container: containers.own,
  docker: (args) => ({ file: "docker", args: [...args] }),
  credential: () => Promise.reject(new Error("nobody logs in here")),
};

/** What an owner who kept no order leaves behind: another structure, his own roles, code that runs by itself. */
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
INSERT INTO "Game" VALUES ('00000000-0000-4000-8000-000000000003', E'Go\\n\\\\.\\n"quoted"', 2);
CREATE TRIGGER harm BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION harm();
`;

async function psql(container: string, sql: string, database = "postgres"): Promise<string> {
  const args = [
    "exec",
    "-i",
    "--user",
    "postgres",
    container,
    "psql",
    "-qAtX",
    "-v",
    "ON_ERROR_STOP=1",
    "-d",
    database,
  ];
  return (await execa("docker", args, { input: sql })).stdout;
}

const inDatabase = (sql: string) => psql(containers.own, sql, "TovPlay");

async function dumpOf(...options: string[]): Promise<string> {
  const { stdout } = await execa("docker", [
    "exec",
    "--user",
    "postgres",
    containers.old,
    "pg_dump",
    ...options,
    "TovPlay",
  ]);
  const file = join(folder, "old.sql");
  writeFileSync(file, `${stdout}\n`);
  return file;
}

async function adopt(file: string): Promise<void> {
  const quarantine = await loadInQuarantine(server, file);
  try {
    const found = await compare(server, quarantine);
    await copy(server, quarantine, found, await proofs(server, quarantine, found));
  } finally {
    await quarantine.close();
  }
}

beforeAll(async () => {
  const image = await baseImage("postgres", "postgres:17");
  for (const name of Object.values(containers)) {
    await execa("docker", ["rm", "--force", "--volumes", name], { reject: false });
    await execa("docker", [
      "run",
      "-d",
      "--name",
      name,
      "-e",
      "POSTGRES_HOST_AUTH_METHOD=trust",
      image,
      "-c",
      "fsync=off",
    ]);
  }
  for (const name of Object.values(containers))
    await until(`${name} answers`, () => execa("docker", ["exec", name, "pg_isready", "-h", "127.0.0.1"]));
  await psql(containers.old, legacy);
  await psql(containers.own, 'CREATE ROLE tovplay_owner; CREATE DATABASE "TovPlay" OWNER tovplay_owner');
  const files = readdirSync(migrations)
    .sort()
    .map((name) => readFileSync(new URL(name, migrations), "utf8"));
  await inDatabase(["SET ROLE tovplay_owner;", ...files].join("\n"));
});

afterAll(async () => {
  await execa("docker", ["rm", "--force", "--volumes", ...Object.values(containers)], { reject: false });
  rmSync(folder, { recursive: true, force: true });
});

test("a dump that would not load whole is refused, and leaves nothing behind", async () => {
  const file = join(folder, "broken.sql");
  writeFileSync(file, `CREATE TABLE "User" (id int);\nINSERT INTO "User" VALUES ('x');\n`);
  await expect(adopt(file)).rejects.toThrow("the dump cannot be loaded whole; nothing was taken over");
  const { stdout } = await execa("docker", ["ps", "-aq", "--filter", "name=tovplay-adoption-"]);
  expect(stdout).toBe("");
});

test("the dump of something else is refused", async () => {
  const file = join(folder, "other.sql");
  writeFileSync(file, "CREATE TABLE posts (id int);\n");
  await expect(adopt(file)).rejects.toThrow("the dump does not fit");
});

test("rows are taken over whole; owners, grants, functions and triggers stay behind", async () => {
  await adopt(await dumpOf("--create"));
  const users = await inDatabase('SELECT username FROM "User" ORDER BY 1');
  expect(users.split("\n")).toEqual(["kim", "sam"]);
  expect(await inDatabase(`SELECT name = E'Go\\n\\\\.\\n"quoted"' FROM "Game"`)).toBe("t");
  const strangers = `SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND (relowner <> 'tovplay_owner'::regrole OR relacl IS NOT NULL)`;
  expect(await inDatabase(strangers)).toBe("0");
  expect(await inDatabase("SELECT count(*) FROM pg_roles WHERE rolname IN ('old_admin', 'everybody')")).toBe(
    "0",
  );
});

test("a database that holds rows already is not touched", async () => {
  await expect(adopt(await dumpOf())).rejects.toThrow(/holds rows already/);
  expect(await inDatabase('SELECT count(*) FROM "User"')).toBe("2");
});
