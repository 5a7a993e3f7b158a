import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { hashPassword } from "../passwords/password.ts";
import { createVault } from "../privacy/vault.ts";
import { mailBox, tokenIn } from "../testing/mail-box.ts";
import { type TestDatabase, testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";
import { eraseAgain, eraseNext } from "./erase.ts";
import { leftovers } from "./leftovers.ts";

const vault = createVault([randomBytes(32)]);
const password = "correct horse battery";
let db: TestDatabase;
let site: Awaited<ReturnType<typeof testSite>>;
let box: ReturnType<typeof mailBox>;

beforeAll(async () => {
  db = await testDatabase();
  site = await testSite(db, { vault });
  box = mailBox(db, vault);
});

async function person(name: string): Promise<Person> {
  const made = await signedUp(db, name);
  await db.admin
    .updateTable("User")
    .set({ password_hash: await hashPassword(password), age_confirmed: 18, age_confirmed_at: new Date() })
    .where("id", "=", made.id)
    .execute();
  return made;
}

/** Things of somebody in the tables that hold the most about them. */
async function fill({ id, email }: Person) {
  const needs = await vault.seal(db.app, id, "needs", '{"sounds":"quiet canary room"}');
  await db.admin
    .insertInto("UserProfile")
    .values({
      user_id: id,
      display_name: "Canary",
      about: "canary about",
      time_zone: "Asia/Jerusalem",
      sensory_sealed: needs,
    })
    .execute();
  await sql`insert into "UserAvailability" (user_id, weekday, starts_at, ends_at)
    select ${id}, day, '19:17', '20:18' from generate_series(1, 7) day`.execute(db.admin);
  await sql`insert into "UserNotifications" (user_id, kind, details)
    select ${id}, 'canary_kind', '{"who": "canary"}' from generate_series(1, 1200)`.execute(db.admin);
  await sql`update "UserSession" set ip_address = '192.0.2.77', user_agent = 'canary browser' where user_id = ${id}`.execute(
    db.admin,
  );
  await sql`insert into "EmailVerification" (user_id, email, token_hash, expires_at)
    values (${id}, ${email}, ${randomBytes(32)}, now() + interval '1 day')`.execute(db.admin);
  await db.admin
    .insertInto("AccountLink")
    .values({ user_id: id, provider: "discord", subject: "123456789" })
    .execute();
}

/** Makes what was planned due, and does it to the end. */
async function eraseAll() {
  await sql`update "Erasure" set asked_at = now() - interval '1 hour', due_at = now() - interval '1 minute'
    where finished_at is null and undone_at is null`.execute(db.admin);
  let steps = 0;
  while (await eraseNext({ database: db.app, vault })) steps += 1;
  return steps;
}

/** Every row of the public tables as text, but for the audit log and what was sealed. */
async function everything(): Promise<string> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db.admin);
  const texts = [];
  for (const { name } of rows) {
    const found = await sql<{
      text: string;
    }>`select row.*::text as text from ${sql.table(name)} as row`.execute(db.admin);
    texts.push(...found.rows.map(({ text }) => `${name} ${text}`));
  }
  return texts.join("\n");
}

test("deleting needs the password, is told, and can be undone for ten minutes", async () => {
  const ada = await person("ada");
  const other = await site.send("POST", "/api/sign-in", null, { body: { identifier: "ada", password } });
  const ask = (given: string) =>
    site.send("POST", "/api/account/deletion", ada, { body: { password: given } });
  expect(await ask("wrong")).toMatchObject({ status: 400 });
  const asked = await ask(password);
  expect(asked).toMatchObject({ status: 202, body: { dueAt: expect.any(String) } });
  const minutes = (new Date(asked.body.dueAt).getTime() - Date.now()) / 60_000;
  expect(Math.round(minutes)).toBe(10);
  expect((await ask(password)).status).toBe(409);
  expect((await box.collect()).map(({ subject }) => subject)).toEqual([
    "Your TovPlay account will be deleted",
  ]);
  const elsewhere = { ...ada, token: other.cookies[0]?.value ?? "" };
  expect((await site.send("GET", "/api/session", elsewhere)).status).toBe(401);
  expect((await site.send("GET", "/api/account", ada)).body.deletion).toEqual({ dueAt: asked.body.dueAt });
  expect(await eraseNext({ database: db.app, vault })).toBe(false);
  expect((await site.send("DELETE", "/api/account/deletion", ada)).status).toBe(204);
  expect((await site.send("DELETE", "/api/account/deletion", ada)).status).toBe(409);
  expect((await site.send("GET", "/api/account", ada)).body.deletion).toBeNull();
  await eraseAll();
  expect((await site.send("GET", "/api/session", ada)).status).toBe(200);
  expect((await ask(password)).status).toBe(202);
  await site.send("DELETE", "/api/account/deletion", ada);
  await box.collect();
});

test("an account without a password is deleted by a mail, whose link does nothing else", async () => {
  const discord = await signedUp(db, "discordian");
  expect((await site.send("POST", "/api/account/deletion/by-mail", discord)).status).toBe(202);
  const token = tokenIn((await box.collect())[0]);
  expect((await site.send("POST", "/api/email/confirm", null, { body: { token } })).status).toBe(409);
  const confirm = () => site.send("POST", "/api/account-deletion/confirm", null, { body: { token } });
  expect((await confirm()).status).toBe(202);
  expect((await confirm()).status).toBe(409);
  await eraseAll();
  expect((await site.send("GET", "/api/session", discord)).status).toBe(401);
});

test("nothing of a deleted account is left: not its name, address, words, browser, or what is sealed", async () => {
  const canary = await person("canary");
  await fill(canary);
  const sealed = await vault.seal(db.app, canary.id, "audit", "canary");
  expect(await everything()).toContain("canary@example.org");
  await site.send("POST", "/api/account/deletion", canary, { body: { password } });
  await box.collect();
  // 1,200 notices are three slices.
  expect(await eraseAll()).toBeGreaterThan(5);
  expect((await box.collect()).map(({ to, subject }) => [to, subject])).toContainEqual([
    "canary@example.org",
    "Your TovPlay account is deleted",
  ]);
  const left = await everything();
  for (const trace of [
    "canary@",
    "Canary",
    "canary about",
    "canary browser",
    "192.0.2.77",
    "123456789",
    "19:17",
    '"canary"',
  ])
    expect(left.split("\n").filter((row) => row.includes(trace))).toEqual([]);
  expect(await vault.open(db.app, canary.id, "audit", sealed)).toBeNull();
  const row = await db.admin
    .selectFrom("User")
    .selectAll()
    .where("id", "=", canary.id)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ status: "deleted", password_hash: null, age_confirmed: null, role: "member" });
  expect((await site.send("GET", "/api/session", canary)).status).toBe(401);
  const signIn = { body: { identifier: "canary", password } };
  expect((await site.send("POST", "/api/sign-in", null, signIn)).status).toBe(401);
  const finished = await db.admin
    .selectFrom("Erasure")
    .selectAll()
    .where("user_id", "=", canary.id)
    .executeTakeFirst();
  expect(finished).toMatchObject({ finished_at: expect.any(Date) });
});

test("the name of a deleted account is kept from others, the address is free", async () => {
  const body = { username: "canary", email: "other@example.org", age: 18 };
  expect((await site.send("POST", "/api/sign-up", null, { body })).status).toBe(409);
  const fresh = { username: "sparrow", email: "canary@example.org", age: 18 };
  expect((await site.send("POST", "/api/sign-up", null, { body: fresh })).status).toBe(202);
  expect((await box.collect()).map(({ subject }) => subject)).toEqual(["Finish your TovPlay account"]);
});

test("accounts that a restore brought back are erased again", async () => {
  const back = await person("lazarus");
  await fill({ ...back, email: "lazarus@example.org" });
  await db.admin.deleteFrom("Erasure").where("user_id", "=", back.id).execute();
  const missing = "472d15c1-ce10-46ad-8179-8a7fe31f3c5e";
  expect(await eraseAgain({ database: db.app, vault }, [back.id, missing])).toBe(1);
  expect(await everything()).not.toContain("lazarus@");
  expect(await eraseAgain({ database: db.app, vault }, [back.id])).toBe(0);
  expect(await eraseAgain({ database: db.app, vault }, [])).toBe(0);
});

test("processes that erase at the same time do not disturb each other", async () => {
  const people = [];
  for (let count = 0; count < 4; count += 1) people.push(await person(`many-${count}`));
  for (const one of people) await site.send("POST", "/api/account/deletion", one, { body: { password } });
  await sql`update "Erasure" set asked_at = now() - interval '1 hour', due_at = now() - interval '1 minute'
    where finished_at is null and undone_at is null`.execute(db.admin);
  const worker = async () => {
    while (await eraseNext({ database: db.app, vault }));
  };
  await Promise.all([worker(), worker(), worker()]);
  await worker();
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from "Erasure"
    where finished_at is null and undone_at is null`.execute(db.admin);
  expect(rows[0]?.open).toBe(0);
});

test("every table that has an account's id is emptied, or has a reason to stay", async () => {
  const kept: Record<string, string> = {
    ...{
      AccountKey: "its key is destroyed",
      Erasure: "the list of who was erased",
      HeldName: "a hash, for 90 days",
    },
    ...{
      AccountLink: "ended in the first step",
      User: "the tombstone",
      NoticeSettings: "switches, nothing about a person",
    },
    ...{
      NoticeChoice: "switches, nothing about a person",
      ScheduledSession: "others' sessions; places are in SessionPerson",
    },
    ...{
      Report: "own retention",
      ReportNote: "own retention",
      ReportDecision: "own retention",
      ReportAppeal: "own retention",
    },
    ...{
      Sanction: "own retention",
      ModerationStatus: "who opened first contact",
      HelpRequest: "ids and a time",
    },
    ...{ InviteCodeUse: "ids and a time", audit_log: "sealed under the destroyed key" },
  };
  const { rows } = await sql<{
    name: string;
  }>`select distinct c.conrelid::regclass::text as name from pg_constraint c
    where c.contype = 'f' and c.confrelid = '"User"'::regclass`.execute(db.admin);
  const names = rows.map(({ name }) => name.replaceAll('"', ""));
  const covered = new Set([...leftovers.map(({ table }) => table), ...Object.keys(kept)]);
  expect(names.filter((name) => !covered.has(name))).toEqual([]);
});

test("the export has everything about oneself, opened, and nothing secret", async () => {
  const exporter = await person("exporter");
  await fill(exporter);
  const { status, body, raw, headers } = await site.send("GET", "/api/account/export", exporter);
  expect(status).toBe(200);
  expect(headers["content-disposition"]).toContain("attachment");
  expect(body).toMatchObject({
    account: { username: "exporter", email: "exporter@example.org" },
    parts: {
      profile: [{ about: "canary about", sensory: { sounds: "quiet canary room" } }],
      discord: [{ subject: "123456789" }],
      signedIn: [{ ip_address: "192.0.2.77" }],
    },
  });
  expect(body.parts.week).toHaveLength(7);
  expect(raw).not.toMatch(/argon2|token_hash|password_hash|_sealed/);
  const stranger = await person("curious");
  expect((await site.send("GET", "/api/account/export", stranger)).raw).not.toContain("canary");
});
