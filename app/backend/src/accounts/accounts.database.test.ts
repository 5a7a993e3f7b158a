import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { hashPassword } from "../passwords/password.ts";
import { createVault } from "../privacy/vault.ts";
import { mailBox, tokenIn } from "../testing/mail-box.ts";
import { type TestDatabase, testDatabase } from "../testing/test-database.ts";
import { signedUp, testSite } from "../testing/test-site.ts";

const vault = createVault([randomBytes(32)]);
const password = "correct horse battery";
let db: TestDatabase;
let site: Awaited<ReturnType<typeof testSite>>;
let box: ReturnType<typeof mailBox>;
let addresses = 0;

/** Each from an address of its own, so that limits by address do not meet. */
const post = (url: string, body: object) => {
  addresses += 1;
  const headers = { "x-forwarded-for": `198.51.100.${addresses}` };
  return site.send("POST", url, null, { body, headers });
};

beforeAll(async () => {
  db = await testDatabase();
  site = await testSite(db, { vault });
  box = mailBox(db, vault);
});

const signUp = (username: string, email: string, age = 18) => post("/api/sign-up", { username, email, age });

test("who signs up gets a mail, chooses a password, and is signed in", async () => {
  expect(await signUp("ada", "Ada@example.org")).toMatchObject({
    status: 202,
    body: { until: expect.any(String) },
  });
  const [mail, ...others] = await box.collect();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: "Ada@example.org", subject: "Finish your TovPlay account" });
  expect(await db.admin.selectFrom("User").select("id").where("username", "=", "ada").execute()).toEqual([]);
  const finish = { token: tokenIn(mail), password };
  const made = await post("/api/sign-up/finish", finish);
  expect(made).toMatchObject({
    status: 201,
    body: { user: { username: "ada", email: "Ada@example.org", emailVerified: true, role: "member" } },
  });
  expect(made.cookies.map(({ name }) => name)).toEqual(["__Host-tovplay_session", "__Host-tovplay_device"]);
  for (const cookie of made.cookies)
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, path: "/", sameSite: "Lax" });
  const row = await db.admin
    .selectFrom("User")
    .selectAll()
    .where("username", "=", "ada")
    .executeTakeFirstOrThrow();
  expect(row.password_hash).toMatch(/^\$argon2id\$/);
  expect(row).toMatchObject({ age_confirmed: 18, age_confirmed_at: expect.any(Date), status: "active" });
  expect(await post("/api/sign-up/finish", finish)).toMatchObject({ status: 409 });
});

test("an address with an account gets the same answer, and its mail says so", async () => {
  await signedUp(db, "grace");
  const fresh = await signUp("grace-new", "grace-new@example.org");
  const known = await signUp("grace-too", "GRACE@example.org");
  const shape = ({ status, body, headers }: typeof fresh) => [
    status,
    Object.keys(body),
    Object.keys(headers),
  ];
  expect(shape(known)).toEqual(shape(fresh));
  const mails = await box.collect();
  expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
    ["grace-new@example.org", "Finish your TovPlay account"],
    ["GRACE@example.org", "You have a TovPlay account already"],
  ]);
  expect(mails[1]?.text).not.toContain("#token");
  // Trying both names again tells nothing either: both are kept for a day.
  const again = [await signUp("grace-new", "x@example.org"), await signUp("grace-too", "x@example.org")];
  expect(again.map(({ status, body }) => [status, body.detail])).toEqual([
    [409, again[0]?.body.detail],
    [409, again[0]?.body.detail],
  ]);
});

test.each([
  ["adm1n", /reserved/],
  ["TovPlay-team", /reserved/],
  ["GRACE", /taken/],
  ["gr4ce", /taken/],
])("the name %s is refused", async (username, why) => {
  const answer = await signUp(username, "new@example.org");
  expect(answer).toMatchObject({ status: 409, body: { fields: [{ field: "username" }] } });
  expect(answer.body.detail).toMatch(why);
});

test("who is younger than the minimum age is refused, and nothing is kept", async () => {
  const answer = await signUp("young", "young@example.org", 17);
  expect(answer).toMatchObject({ status: 403 });
  expect(answer.body.detail).toMatch(/18 or older/);
  expect(
    await db.admin.selectFrom("PendingSignUp").select("id").where("username", "=", "young").execute(),
  ).toEqual([]);
  expect((await site.send("GET", "/api/sign-up", null)).body).toEqual({ minimumAge: 18 });
});

test("a lost mail is sent again with a new link, and the old link ends", async () => {
  await signUp("hedy", "hedy@example.org");
  const [first] = await box.collect();
  expect(await post("/api/sign-up/resend", { email: "hedy@example.org" })).toMatchObject({ status: 202 });
  expect(await post("/api/sign-up/resend", { email: "nobody@example.org" })).toMatchObject({ status: 202 });
  const [second, ...others] = await box.collect();
  expect(others).toEqual([]);
  expect(second?.text).toContain("the name hedy");
  expect(await post("/api/sign-up/finish", { token: tokenIn(first), password })).toMatchObject({
    status: 409,
  });
  expect(await post("/api/sign-up/finish", { token: tokenIn(second), password })).toMatchObject({
    status: 201,
  });
});

test("two who finish the same sign-up at once make one account", async () => {
  await signUp("twice", "twice@example.org");
  const token = tokenIn((await box.collect())[0]);
  const answers = await Promise.all([1, 2].map(() => post("/api/sign-up/finish", { token, password })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test("two with names that look alike at once: one gets it", async () => {
  const answers = await Promise.all([
    signUp("lookalike", "l1@example.org"),
    signUp("lookalike", "l2@example.org"),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
  await box.collect();
});

test("a password that is easy to guess is refused with the reason", async () => {
  await signUp("weakling", "weakling@example.org");
  const token = tokenIn((await box.collect())[0]);
  const answer = await post("/api/sign-up/finish", { token, password: "Password12345" });
  expect(answer).toMatchObject({ status: 400, body: { fields: [{ field: "password" }] } });
  expect(answer.raw).not.toContain("Password12345");
  expect(await post("/api/sign-up/finish", { token, password })).toMatchObject({ status: 201 });
});

test("an address gets at most six mails a day, and the answers do not say so", async () => {
  const answers = [];
  for (let count = 0; count < 8; count += 1)
    answers.push(await post("/api/password-reset", { email: "flood@example.org" }));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(await box.collect()).toHaveLength(6);
});

test("a new password by mail signs out everywhere, is told, and its link works once", async () => {
  const joan = await signedUp(db, "joan");
  expect(await post("/api/password-reset", { email: "joan@example.org" })).toMatchObject({ status: 202 });
  const [mail] = await box.collect();
  expect(mail).toMatchObject({ to: "joan@example.org", subject: "Choose a new TovPlay password" });
  const token = tokenIn(mail);
  const done = await post("/api/password-reset/finish", { token, password });
  expect(done).toMatchObject({ status: 200, body: { user: { username: "joan" } } });
  expect(await site.send("GET", "/api/session", joan)).toMatchObject({ status: 401 });
  expect(await post("/api/password-reset/finish", { token, password })).toMatchObject({ status: 409 });
  expect((await box.collect()).map(({ subject }) => subject)).toEqual(["Your TovPlay password has changed"]);
  expect(await post("/api/sign-in", { identifier: "joan", password })).toMatchObject({ status: 200 });
});

test("asking for a new password for an address without an account gets a mail that says so", async () => {
  await post("/api/password-reset", { email: "unknown@example.org" });
  expect((await box.collect()).map(({ to, subject }) => [to, subject])).toEqual([
    ["unknown@example.org", "There is no TovPlay account with this address"],
  ]);
});

test("a link that is too old does nothing", async () => {
  await signedUp(db, "late");
  await post("/api/password-reset", { email: "late@example.org" });
  const token = tokenIn((await box.collect())[0]);
  await db.admin
    .updateTable("password_reset_tokens")
    .set({ expires_at: new Date(Date.now() - 1000) })
    .where("used_at", "is", null)
    .execute()
    .catch(() => undefined);
  expect((await post("/api/password-reset/finish", { token: "A".repeat(43), password })).status).toBe(409);
  expect(token).toHaveLength(43);
});

async function withPassword(name: string) {
  const person = await signedUp(db, name);
  await db.admin
    .updateTable("User")
    .set({ password_hash: await hashPassword(password) })
    .where("id", "=", person.id)
    .execute();
  return person;
}

test("changing the password needs the present one, ends other sessions, and gives this one a new token", async () => {
  const mary = await withPassword("mary");
  const other = await post("/api/sign-in", { identifier: "mary", password });
  const token = other.cookies[0]?.value ?? "";
  const change = (currentPassword: string, newPassword = "another good password") =>
    site.send("POST", "/api/account/password", mary, { body: { currentPassword, newPassword } });
  expect(await change("wrong")).toMatchObject({
    status: 400,
    body: { fields: [{ field: "currentPassword" }] },
  });
  expect(await change(password, password)).toMatchObject({ status: 409 });
  const changed = await change(password);
  expect(changed).toMatchObject({ status: 200 });
  const [cookie] = changed.cookies;
  expect(cookie?.value).not.toBe(mary.token);
  expect(await site.send("GET", "/api/session", mary)).toMatchObject({ status: 401 });
  expect(await site.send("GET", "/api/session", { ...mary, token })).toMatchObject({ status: 401 });
  expect(await site.send("GET", "/api/session", { ...mary, token: cookie?.value ?? "" })).toMatchObject({
    status: 200,
  });
  expect((await box.collect()).map(({ to, subject }) => [to, subject])).toEqual([
    ["mary@example.org", "Your TovPlay password has changed"],
  ]);
});

test("changing the address tells both, and changes it when the new one is confirmed", async () => {
  const rosa = await withPassword("rosa");
  const change = { email: "rosa-new@example.org", password };
  expect(await site.send("POST", "/api/account/email", rosa, { body: change })).toMatchObject({
    status: 202,
  });
  const mails = await box.collect();
  expect(mails.map(({ to, subject }) => [to, subject]).sort()).toEqual([
    ["rosa-new@example.org", "Confirm your e-mail address for TovPlay"],
    ["rosa@example.org", "Your TovPlay e-mail address is about to change"],
  ]);
  expect((await site.send("GET", "/api/account", rosa)).body.user.email).toBe("rosa@example.org");
  const token = tokenIn(mails.find(({ to }) => to === "rosa-new@example.org"));
  const confirmed = await site.send("POST", "/api/email/confirm", rosa, { body: { token } });
  expect(confirmed).toMatchObject({ status: 200, body: { email: "rosa-new@example.org" } });
  const renewed = { ...rosa, token: confirmed.cookies[0]?.value ?? "" };
  expect(await site.send("GET", "/api/session", rosa)).toMatchObject({ status: 401 });
  expect((await site.send("GET", "/api/session", renewed)).body.user.email).toBe("rosa-new@example.org");
  expect((await box.collect()).map(({ to, subject }) => [to, subject])).toEqual([
    ["rosa@example.org", "Your TovPlay e-mail address has changed"],
  ]);
  expect(await post("/api/email/confirm", { token })).toMatchObject({ status: 409 });
});

test("an address of another account gets the same answer, and a mail without a link", async () => {
  const lise = await withPassword("lise");
  await signedUp(db, "owner");
  const change = { email: "owner@example.org", password };
  expect(await site.send("POST", "/api/account/email", lise, { body: change })).toMatchObject({
    status: 202,
  });
  const mail = (await box.collect()).find(({ to }) => to === "owner@example.org");
  expect(mail?.subject).toBe("This address belongs to another TovPlay account");
  expect(tokenIn(mail)).toBe("");
});

test("who has an address that is not confirmed can ask for the mail again and confirm in another browser", async () => {
  const emmy = await signedUp(db, "emmy", { verified: false });
  expect(await site.send("POST", "/api/account/email/confirmation", emmy)).toMatchObject({ status: 202 });
  const token = tokenIn((await box.collect())[0]);
  expect(await post("/api/email/confirm", { token })).toMatchObject({ status: 200 });
  expect((await site.send("GET", "/api/account", emmy)).body).toMatchObject({
    user: { emailVerified: true },
    hasPassword: false,
    discordLinked: false,
    deletion: null,
  });
  expect(await site.send("POST", "/api/account/email/confirmation", emmy)).toMatchObject({ status: 409 });
});

test("a changed user name is kept for who had it", async () => {
  const vera = await signedUp(db, "vera");
  const rename = (username: string) =>
    site.send("PUT", "/api/account/username", vera, { body: { username } });
  expect(await rename("vera-rubin")).toMatchObject({
    status: 200,
    body: { user: { username: "vera-rubin" } },
  });
  expect((await signUp("VERA", "v@example.org")).status).toBe(409);
  expect(await rename("vera")).toMatchObject({ status: 200 });
  expect(await rename("moderator")).toMatchObject({ status: 409 });
  expect(await rename("vera-2")).toMatchObject({ status: 200 });
  expect(await rename("vera-3")).toMatchObject({ status: 200 });
  const fourth = await rename("vera-4");
  expect(fourth).toMatchObject({ status: 409 });
  expect((await box.collect()).length).toBeGreaterThan(0);
});
