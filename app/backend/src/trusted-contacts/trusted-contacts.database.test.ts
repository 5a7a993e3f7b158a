import { randomBytes } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { createVault } from "../privacy/vault.ts";
import { mailBox, tokenIn } from "../testing/mail-box.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";

const db = await testDatabase();
const vault = createVault([randomBytes(32)]);
const { send } = await testSite(db, { vault });
const box = mailBox(db, vault);
const mailsTo = async (email: string) => (await box.collect()).filter(({ to }) => to === email);
let next = 0;
let ada: Person;

beforeEach(async () => {
  next += 1;
  ada = await signedUp(db, `ada${next}`);
});

const withoutCorrelation = (raw: string) => raw.replaceAll(/"correlationId":"[^"]*"/g, "");
const invite = async (fields: string[] = []) => {
  const email = `sister${next}@example.org`;
  const answer = await send("POST", "/api/trusted-contacts", ada, {
    body: { name: "My sister", email, fields },
  });
  expect(answer.status, answer.raw).toBe(201);
  const [mail] = await mailsTo(email);
  return { id: answer.body.id as string, email, token: tokenIn(mail) };
};
const byLink = (what: string, token: string, more: object = {}) =>
  send("POST", `/api/trusted-contacts/${what}`, null, { body: { token, ...more } });
const agreed = async (fields: string[] = []) => {
  const invited = await invite(fields);
  expect((await byLink("answer", invited.token, { answer: "agree" })).status).toBe(200);
  return invited;
};

test("a contact is asked first, sees nothing before agreeing, and nothing by default after it", async () => {
  const { token } = await invite();
  expect((await byLink("view", token)).status).toBe(404);
  expect((await byLink("answer", token, { answer: "agree" })).body.status).toBe("agreed");
  const seen = await byLink("view", token);
  expect(seen.body.shown).toEqual({});
  expect(seen.raw).not.toContain(ada.username);
});

test("a contact sees exactly the fields that were chosen, from the moment they are chosen", async () => {
  const { id, token } = await agreed(["username"]);
  expect((await byLink("view", token)).body.shown).toEqual({ username: ada.username });
  await send("PUT", `/api/trusted-contacts/${id}/fields`, ada, {
    body: { fields: ["next_session", "sessions_this_week"] },
  });
  expect((await byLink("view", token)).body.shown).toEqual({ nextSession: null, sessionsThisWeek: 0 });
  await send("PUT", `/api/trusted-contacts/${id}/fields`, ada, { body: { fields: [] } });
  expect((await byLink("view", token)).body.shown).toEqual({});
});

test("a contact that was ended sees nothing any more, as with a link that never was", async () => {
  const { id, token } = await agreed(["username"]);
  expect((await send("POST", `/api/trusted-contacts/${id}/end`, ada)).status).toBe(200);
  const [ended, unknown] = await Promise.all([byLink("view", token), byLink("view", "A".repeat(43))]);
  expect(ended?.status).toBe(404);
  expect(withoutCorrelation(ended?.raw ?? "")).toBe(withoutCorrelation(unknown?.raw ?? ""));
  expect((await send("GET", "/api/trusted-contacts", ada)).body.contacts).toEqual([]);
});

test("a contact can decline, and can stop later", async () => {
  const { token } = await invite();
  expect((await byLink("answer", token, { answer: "decline" })).body.status).toBe("declined");
  expect((await byLink("answer", token, { answer: "agree" })).status).toBe(404);
  const other = await agreed();
  expect((await byLink("stop", other.token)).status).toBe(200);
  expect((await byLink("view", other.token)).status).toBe(404);
});

test("asking for help writes to those who agreed, and only to them", async () => {
  const { email, token } = await invite();
  expect((await send("POST", "/api/help", ada)).status).toBe(409);
  await byLink("answer", token, { answer: "agree" });
  expect((await send("POST", "/api/help", ada)).body.asked).toEqual(["My sister"]);
  expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual(["Your help is asked for"]);
});

test("nobody else can see, change or end a contact", async () => {
  const { id } = await agreed();
  const ben = await signedUp(db, `ben${next}`);
  expect((await send("GET", "/api/trusted-contacts", ben)).body.contacts).toEqual([]);
  expect((await send("POST", `/api/trusted-contacts/${id}/end`, ben)).status).toBe(404);
  expect(
    (await send("PUT", `/api/trusted-contacts/${id}/fields`, ben, { body: { fields: ["username"] } })).status,
  ).toBe(404);
});

test("name and address of a contact are in the database only encrypted", async () => {
  const { id, email } = await agreed();
  const row = await db.admin
    .selectFrom("TrustedContact")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  expect(row.address_sealed.includes(email)).toBe(false);
  expect(row.name_sealed.includes("My sister")).toBe(false);
  expect((await send("GET", "/api/trusted-contacts", ada)).body.contacts).toMatchObject([
    { name: "My sister", email },
  ]);
});

test("there is room for five contacts", async () => {
  for (let index = 0; index < 5; index += 1)
    await db.admin
      .insertInto("TrustedContact")
      .values({
        user_id: ada.id,
        name_sealed: Buffer.alloc(1),
        address_sealed: Buffer.alloc(1),
        token_hash: randomBytes(32),
        status: "agreed",
        expires_at: new Date(Date.now() + 86_400_000),
      })
      .execute();
  const body = { name: "My brother", email: "brother@example.org" };
  expect((await send("POST", "/api/trusted-contacts", ada, { body })).status).toBe(409);
});
