import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { hashPassword } from "../passwords/password.ts";
import { createVault } from "../privacy/vault.ts";
import { mailBox } from "../testing/mail-box.ts";
import { type TestDatabase, testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";
import { discordSignIn } from "./discord-sign-in.ts";
import { discordServer } from "./testing/discord-server.ts";

const vault = createVault([randomBytes(32)]);
let db: TestDatabase;
let site: Awaited<ReturnType<typeof testSite>>;
let discord: Awaited<ReturnType<typeof discordServer>>;
let box: ReturnType<typeof mailBox>;

beforeAll(async () => {
  db = await testDatabase();
  discord = await discordServer({ id: "42", secret: "app-secret" });
  const at = { clientId: "42", clientSecret: "app-secret", origin: discord.origin };
  site = await testSite(db, { vault, discordSignIn: discordSignIn(at) });
  box = mailBox(db, vault);
});
afterAll(() => discord.close());
afterEach(() => {
  for (const key of Object.keys(discord.mood)) delete discord.mood[key as keyof typeof discord.mood];
});

const asHeader = (answer: { cookies: { name: string; value: string }[] }, more = "") => ({
  cookie: [more, ...answer.cookies.map(({ name, value }) => `${name}=${value}`)].filter(Boolean).join("; "),
});

async function begin(person: Person | null, url: string) {
  const answer = await site.send("POST", url, person);
  expect(answer.status).toBe(200);
  return { url: answer.body.url as string, answer };
}

const linkAs = async (person: Person, discordId: string) => {
  const { url, answer } = await begin(person, "/api/account/discord/start");
  const headers = asHeader(answer, `__Host-tovplay_session=${person.token}`);
  const linked = await site.send("POST", "/api/account/discord", null, {
    body: discord.agree(url, discordId),
    headers,
  });
  const token = linked.cookies.find(({ name }) => name === "__Host-tovplay_session")?.value;
  return { linked, person: { ...person, token: token ?? person.token } };
};

const signInAs = async (discordId: string) => {
  const { url, answer } = await begin(null, "/api/sign-in/discord/start");
  const body = discord.agree(url, discordId);
  return site.send("POST", "/api/sign-in/discord", null, { body, headers: asHeader(answer) });
};

test("the address at Discord has PKCE and state, and the browser keeps the rest encrypted", async () => {
  const { url, answer } = await begin(null, "/api/sign-in/discord/start");
  const asked = Object.fromEntries(new URL(url).searchParams);
  expect(asked).toMatchObject({
    ...{ response_type: "code", client_id: "42", scope: "identify", code_challenge_method: "S256" },
    redirect_uri: "https://app.example.org/discord",
  });
  const [cookie] = answer.cookies;
  expect(cookie).toMatchObject({
    name: "__Host-tovplay_discord",
    httpOnly: true,
    secure: true,
    sameSite: "Lax",
  });
  expect(Buffer.from(cookie?.value ?? "", "base64url").toString("latin1")).not.toContain(asked.state);
});

test("somebody who is signed in links Discord, signs in with it elsewhere, and ends the link", async () => {
  const ada = await signedUp(db, "ada");
  const { linked, person } = await linkAs(ada, "1001");
  expect(linked).toMatchObject({ status: 200, body: { linked: true } });
  expect(discord.tokens.size).toBe(0);
  expect((await site.send("GET", "/api/session", ada)).status).toBe(401);
  expect((await site.send("GET", "/api/account", person)).body.discordLinked).toBe(true);
  expect((await box.collect()).map(({ subject }) => subject)).toEqual([
    "Discord is linked with your TovPlay account",
  ]);
  const signedIn = await signInAs("1001");
  expect(signedIn).toMatchObject({ status: 200, body: { user: { id: ada.id } } });
  expect((await site.send("DELETE", "/api/account/discord", person)).status).toBe(409);
  await db.admin
    .updateTable("User")
    .set({ password_hash: await hashPassword("correct horse battery") })
    .where("id", "=", ada.id)
    .execute();
  const ended = await site.send("DELETE", "/api/account/discord", person);
  expect(ended.status).toBe(204);
  const after = { ...person, token: ended.cookies[0]?.value ?? "" };
  expect((await site.send("DELETE", "/api/account/discord", after)).status).toBe(409);
  expect((await signInAs("1001")).status).toBe(403);
  await box.collect();
});

test("signing in with a Discord account that nobody has linked makes no account", async () => {
  const before = (await db.admin.selectFrom("User").select("id").execute()).length;
  expect(await signInAs("2002")).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(await db.admin.selectFrom("User").select("id").execute()).toHaveLength(before);
});

test("a Discord account belongs to one account, and an account has one", async () => {
  const [grace, hedy] = [await signedUp(db, "grace"), await signedUp(db, "hedy")];
  const first = await linkAs(grace, "3003");
  expect(first.linked.status).toBe(200);
  expect((await linkAs(hedy, "3003")).linked.status).toBe(409);
  expect((await linkAs(first.person, "3004")).linked.status).toBe(409);
});

test("a suspended account does not sign in with Discord", async () => {
  const suspended = await signedUp(db, "suspended");
  await linkAs(suspended, "4004");
  await db.admin.updateTable("User").set({ status: "suspended" }).where("id", "=", suspended.id).execute();
  expect(await signInAs("4004")).toMatchObject({ status: 403 });
});

test("an answer of Discord counts only in the browser and the session that began, and once", async () => {
  const [victim, attacker] = [await signedUp(db, "victim"), await signedUp(db, "attacker")];
  const { url, answer } = await begin(attacker, "/api/account/discord/start");
  const body = discord.agree(url, "5005");
  const link = (headers: Record<string, string>) =>
    site.send("POST", "/api/account/discord", null, { body, headers });
  const session = (person: Person) => `__Host-tovplay_session=${person.token}`;
  // Without the cookie, with somebody else's session, and as a sign-in.
  expect((await link({ cookie: session(victim) })).status).toBe(409);
  expect((await link(asHeader(answer, session(victim)))).status).toBe(409);
  const asSignIn = await site.send("POST", "/api/sign-in/discord", null, { body, headers: asHeader(answer) });
  expect(asSignIn.status).toBe(409);
  // The right one, then again with the same code.
  const right = asHeader(answer, session(attacker));
  const linked = await link(right);
  expect(linked.status).toBe(200);
  expect(linked.cookies.find(({ name }) => name === "__Host-tovplay_discord")?.value).toBe("");
  const renewed = {
    ...attacker,
    token: linked.cookies.find(({ name }) => name.endsWith("session"))?.value ?? "",
  };
  expect((await link(asHeader(answer, session(renewed)))).status).toBe(409);
});

test("a state of another attempt, a code that was made up, and a cookie that was changed are refused", async () => {
  const { url, answer } = await begin(null, "/api/sign-in/discord/start");
  const good = discord.agree(url, "6006");
  const headers = asHeader(answer);
  const send = (body: object, with_ = headers) =>
    site.send("POST", "/api/sign-in/discord", null, { body, headers: with_ });
  expect((await send({ ...good, state: "another" })).status).toBe(409);
  expect((await send({ ...good, code: "made-up" })).status).toBe(409);
  const changed = { cookie: `${headers.cookie.slice(0, -2)}AA` };
  expect((await send(good, changed)).status).toBe(409);
});

test.each([
  ["its token endpoint has an error", { tokenStatus: 500 }, 503],
  ["it refuses the token", { tokenStatus: 400 }, 409],
  ["it does not say who it is", { userStatus: 500 }, 503],
  ["it does not let us ask", { userStatus: 403 }, 409],
  ["its answer has no id", { userBody: { name: "ada" } }, 409],
])("when %s, nobody is signed in", async (_when, mood, status) => {
  Object.assign(discord.mood, mood);
  expect((await signInAs("7007")).status).toBe(status);
});

test("without Discord, or without its settings, the answer says so", async () => {
  const away = discordSignIn({ clientId: "42", clientSecret: "app-secret", origin: "http://127.0.0.1:9" });
  const offline = await testSite(db, { vault, discordSignIn: away });
  const begun = await offline.send("POST", "/api/sign-in/discord/start", null);
  const state = new URL(begun.body.url).searchParams.get("state");
  const headers = asHeader(begun);
  const answer = await offline.send("POST", "/api/sign-in/discord", null, {
    body: { code: "c", state },
    headers,
  });
  expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "60" } });
  const without = await testSite(db, { vault });
  expect((await without.send("POST", "/api/sign-in/discord/start", null)).status).toBe(404);
});
