import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { hashPassword } from "../passwords/password.ts";
import { createVault } from "../privacy/vault.ts";
import { type TestDatabase, testDatabase } from "../testing/test-database.ts";
import { signedUp, testSite } from "../testing/test-site.ts";
import { databaseThrottle } from "../throttle/database-throttle.ts";
import { sweepDevices } from "./queries.ts";

const password = "correct horse battery";
let db: TestDatabase;
let site: Awaited<ReturnType<typeof testSite>>;
let hash: string;

beforeAll(async () => {
  db = await testDatabase();
  site = await testSite(db, { vault: createVault([randomBytes(32)]), throttle: databaseThrottle(db.app) });
  hash = await hashPassword(password);
});

let addresses = 0;
beforeEach(() => {
  addresses += 1;
});

/** Signs in from an address of this test. */
const signIn = (
  identifier: string,
  given = password,
  cookies: Record<string, string> = {},
  more: object = {},
) => {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  const headers = { "x-forwarded-for": `198.51.100.${addresses}`, cookie: cookie.join("; "), ...more };
  return site.send("POST", "/api/sign-in", null, { body: { identifier, password: given }, headers });
};

async function person(name: string, change: object = {}) {
  const made = await signedUp(db, name);
  await db.admin
    .updateTable("User")
    .set({ password_hash: hash, ...change })
    .where("id", "=", made.id)
    .execute();
  return made;
}

const cookiesOf = (answer: Awaited<ReturnType<typeof signIn>>) =>
  Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));

const auditOf = async (name: string) => {
  const { rows } = await sql<{ success: boolean; error: string | null; user_id: string | null }>`
    select success, error, user_id from audit_log where action = ${name} order by id desc limit 1`.execute(
    db.admin,
  );
  return rows[0];
};

test("a name or an address in any case signs in, and only hashes of tokens are stored", async () => {
  const ada = await person("ada");
  for (const identifier of ["ada", "ADA", " ada ", "Ada@Example.org"]) {
    const answer = await signIn(identifier);
    expect(answer).toMatchObject({ status: 200, body: { user: { id: ada.id, role: "member" } } });
  }
  const tokens = Object.values(cookiesOf(await signIn("ada")));
  const { rows } = await sql<{ text: string }>`select "UserSession"::text as text from "UserSession"
    union all select "KnownDevice"::text from "KnownDevice"`.execute(db.admin);
  for (const token of tokens) expect(rows.some(({ text }) => text.includes(token))).toBe(false);
  expect(await auditOf("sign_in")).toMatchObject({ success: true, user_id: ada.id });
});

test("people of the predecessor sign in with one-letter and spaced names, and get a better hash", async () => {
  const old =
    "pbkdf2:sha256:260000$Zt3kQw8VbN1xYp5L$d53af3f36f43fab71922bf94e6258b3fc9378bf643a6ea0e4f8bbb2f74cabffb";
  const people = [
    await person("w1", { username: "Q", password_hash: old }),
    await person("w2", { username: "Ada L", password_hash: old }),
  ];
  expect((await signIn("q")).status).toBe(200);
  expect((await signIn("ada l")).status).toBe(200);
  for (const { id } of people) {
    const row = await db.admin
      .selectFrom("User")
      .select("password_hash")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(row.password_hash).toMatch(/^\$argon2id\$/);
  }
  expect((await signIn("q")).status).toBe(200);
});

test("a wrong password, an unknown name, no password, a password to reset and a deleted account get the same answer", async () => {
  await person("wrong");
  await person("none", { password_hash: null });
  await person("reset", { password_hash: null, password_must_be_reset: true });
  await person("gone", { password_hash: null, status: "deleted" });
  const answers = [];
  for (const name of ["wrong", "nobody", "none", "reset", "gone"])
    answers.push(await signIn(name, "not the password"));
  for (const { status, body, headers, cookies } of answers) {
    expect({ status, cookies, names: Object.keys(headers) }).toEqual({
      ...{ status: 401, cookies: [], names: Object.keys(answers[0]?.headers ?? {}) },
    });
    expect({ ...body, correlationId: "" }).toEqual({ ...answers[0]?.body, correlationId: "" });
  }
  expect(JSON.stringify((await sql`select * from audit_log`.execute(db.admin)).rows)).not.toContain(
    "not the password",
  );
});

test("an account that needs a new password is recorded as such only in the audit log", async () => {
  await person("mustreset", { password_hash: null, password_must_be_reset: true });
  expect((await signIn("mustreset")).status).toBe(401);
  expect(await auditOf("sign_in")).toMatchObject({ success: false, error: "password_must_be_reset" });
});

test("a suspended account is told so only with its password, and its sessions do nothing", async () => {
  const made = await person("suspended", { status: "suspended" });
  expect((await signIn("suspended", "wrong one")).status).toBe(401);
  expect(await signIn("suspended")).toMatchObject({ status: 403 });
  expect((await site.send("GET", "/api/session", made)).status).toBe(401);
});

test("signing in again ends the session that the browser had, no matter whose it was", async () => {
  await person("first");
  await person("second");
  const before = cookiesOf(await signIn("first"));
  const after = cookiesOf(await signIn("second", password, before));
  const token = (cookies: Record<string, string>) => cookies["__Host-tovplay_session"] ?? "";
  expect(token(after)).not.toBe(token(before));
  const asked = { id: "", username: "", email: "" };
  expect((await site.send("GET", "/api/session", { ...asked, token: token(before) })).status).toBe(401);
  expect((await site.send("GET", "/api/session", { ...asked, token: token(after) })).status).toBe(200);
});

test("a browser is known from its first sign-in on, for that account only", async () => {
  await person("known");
  await person("other");
  const first = cookiesOf(await signIn("known"));
  expect(first["__Host-tovplay_device"]).toMatch(/^[\w-]{43}$/);
  const again = cookiesOf(await signIn("known", password, first));
  expect(again["__Host-tovplay_device"]).toBeUndefined();
  expect(cookiesOf(await signIn("other", password, first))["__Host-tovplay_device"]).toMatch(/^[\w-]{43}$/);
});

test("guesses of strangers lock strangers out, not a browser that the owner has used", async () => {
  await person("target");
  const owner = cookiesOf(await signIn("target"));
  await sql`delete from "Throttle"`.execute(db.admin);
  for (let count = 0; count < 10; count += 1) {
    addresses += 1;
    expect((await signIn("target", `guess ${count}`)).status).toBe(401);
  }
  addresses += 1;
  const refused = await signIn("target");
  expect(refused).toMatchObject({ status: 429, headers: { "retry-after": expect.any(String) } });
  const { "__Host-tovplay_device": device = "" } = owner;
  expect((await signIn("target", password, { "__Host-tovplay_device": device })).status).toBe(200);
});

test("a name that does not exist is limited in the same way", async () => {
  for (let count = 0; count < 10; count += 1) {
    addresses += 1;
    await signIn("nobody-here", `guess ${count}`);
  }
  addresses += 1;
  const [refused, known] = [await signIn("nobody-here"), await signIn("target")];
  expect(refused.status).toBe(429);
  expect(refused.body.detail.replace(/in \d+ \w+/, "")).toBe(known.body.detail.replace(/in \d+ \w+/, ""));
});

test("a known browser has a limit too", async () => {
  await person("owner");
  const device = cookiesOf(await signIn("owner"));
  const statuses = new Set<number>();
  for (let count = 0; count < 21; count += 1) {
    if (count % 8 === 0) addresses += 1;
    statuses.add((await signIn("owner", "wrong", device)).status);
  }
  expect(statuses).toEqual(new Set([401, 429]));
});

test("an address may try ten times in a minute", async () => {
  const answers = [];
  for (let count = 0; count < 11; count += 1) answers.push((await signIn(`someone-${count}`)).status);
  expect(answers).toEqual([...Array<number>(10).fill(401), 429]);
});

test.each([
  ["a\0b", password],
  ["ada", "\ud800"],
  ["", password],
  ["ada", ""],
  ["ada", "x".repeat(257)],
  ["x".repeat(300), password],
])("%j with %j is refused before anything is asked", async (identifier, given) => {
  const answer = await signIn(identifier, given);
  expect(answer.status).toBe(400);
});

test("a password with U+0000 is a wrong password, and is recorded", async () => {
  expect((await signIn("ada", "a\0b")).status).toBe(401);
  expect(await auditOf("sign_in")).toMatchObject({ success: false });
});

test("a browser's name that the database would refuse does not stop anybody", async () => {
  await person("odd");
  expect((await signIn("odd", password, {}, { "user-agent": `${"x".repeat(600)}` })).status).toBe(200);
  expect((await signIn("odd", password, {}, { "user-agent": "" })).status).toBe(200);
});

test("a session ends when it was not used for 14 days, and after 90 days in any case", async () => {
  const idle = await person("idle");
  const asked = () => site.send("GET", "/api/session", idle);
  const set = (change: object) =>
    db.admin.updateTable("UserSession").set(change).where("user_id", "=", idle.id).execute();
  const days = (count: number) => new Date(Date.now() + count * 86_400_000);
  await set({ last_used_at: days(-13.9), expires_at: days(60) });
  expect((await asked()).status).toBe(200);
  const touched = await db.admin
    .selectFrom("UserSession")
    .select("last_used_at")
    .where("user_id", "=", idle.id)
    .executeTakeFirstOrThrow();
  expect(touched.last_used_at.getTime()).toBeGreaterThan(days(-0.1).getTime());
  await set({ last_used_at: days(-14.1) });
  expect((await asked()).status).toBe(401);
  await sql`update "UserSession" set created_at = now() - interval '91 days', expires_at = now() - interval '1 second',
    last_used_at = now() where user_id = ${idle.id}`.execute(db.admin);
  expect((await asked()).status).toBe(401);
});

test("signing out ends the session, takes the cookie, and succeeds without a session too", async () => {
  const made = await person("leaver");
  const first = await site.send("POST", "/api/sign-out", made);
  expect(first).toMatchObject({ status: 204, cookies: [{ name: "__Host-tovplay_session", value: "" }] });
  expect((await site.send("GET", "/api/session", made)).status).toBe(401);
  for (const again of [
    await site.send("POST", "/api/sign-out", made),
    await site.send("POST", "/api/sign-out", null),
  ])
    expect(again).toMatchObject({ status: 204, cookies: [{ name: "__Host-tovplay_session", value: "" }] });
});

test("the cookie goes even when the database cannot be reached", async () => {
  const broken = await testSite(db, {
    database: db.app.withSchema("nowhere"),
    vault: createVault([randomBytes(32)]),
  });
  const made = await person("offline");
  const answer = await broken.send("POST", "/api/sign-out", made);
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(answer.cookies).toMatchObject([{ name: "__Host-tovplay_session", value: "" }]);
});

test("one sees one's own sessions, and ends one or all others", async () => {
  const made = await person("lister");
  const stranger = await person("stranger");
  const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";
  await signIn("lister", password, {}, { "user-agent": firefox });
  await signIn("lister");
  const { body } = await site.send("GET", "/api/account/sessions", made);
  expect(body.items).toHaveLength(3);
  expect(body.items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
  const other = body.items.find(({ browser }: { browser: string }) => browser === "Firefox on Windows");
  expect(other).toMatchObject({ current: false, address: expect.stringMatching(/^198\.51\.100\./) });
  const end = (who: typeof made, id: string) => site.send("DELETE", `/api/account/sessions/${id}`, who);
  const [theirs, missing] = [
    await end(stranger, other.id),
    await end(stranger, "472d15c1-ce10-46ad-8179-8a7fe31f3c5e"),
  ];
  expect({ ...theirs.body, correlationId: "" }).toEqual({ ...missing.body, correlationId: "" });
  expect(theirs.status).toBe(404);
  expect((await end(made, other.id)).status).toBe(204);
  expect(await site.send("POST", "/api/account/sessions/end-others", made)).toMatchObject({
    status: 200,
    body: { ended: 1 },
  });
  const mine = await site.send("GET", "/api/account/sessions", made);
  expect(mine.body.items).toHaveLength(1);
  const last = await end(made, mine.body.items[0].id);
  expect(last).toMatchObject({ status: 204, cookies: [{ name: "__Host-tovplay_session", value: "" }] });
  expect((await site.send("GET", "/api/session", made)).status).toBe(401);
});

test("browsers that are no longer known are forgotten", async () => {
  await sql`update "KnownDevice" set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'
    where id = (select id from "KnownDevice" limit 1)`.execute(db.admin);
  const count = async () => (await db.admin.selectFrom("KnownDevice").select("id").execute()).length;
  const before = await count();
  await sweepDevices(db.app).execute();
  expect(await count()).toBe(before - 1);
});

test("over http, on this machine, the cookies have no prefix and need no TLS", async () => {
  await person("local");
  const local = await testSite(db, {
    publicUrl: "http://localhost:8080",
    vault: createVault([randomBytes(32)]),
  });
  const answer = await local.send("POST", "/api/sign-in", null, { body: { identifier: "local", password } });
  expect(answer.cookies.map(({ name, secure }) => [name, secure ?? false])).toEqual([
    ["tovplay_session", false],
    ["tovplay_device", false],
  ]);
});
