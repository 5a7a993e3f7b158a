import { createECDH, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import webPush from "web-push";
import { Refused, TryLater } from "../notices/outlet.ts";
import { createVault } from "../privacy/vault.ts";
import { testDatabase } from "../testing/test-database.ts";
import { signedUp, testSite } from "../testing/test-site.ts";
import { pushOutlet } from "./outlet.ts";
import { isOfService, pushSetting } from "./settings.ts";

const db = await testDatabase();

/** A push service on loopback: what it got, and what it answers. */
const got: { path: string; headers: IncomingHttpHeaders; length: number }[] = [];
let answer: (path: string) => { status: number; headers?: Record<string, string> } = () => ({ status: 201 });
const service = createServer(async (request, response) => {
  let length = 0;
  for await (const chunk of request) length += (chunk as Buffer).length;
  const path = request.url ?? "";
  got.push({ path, headers: request.headers, length });
  const { status, headers } = answer(path);
  response.writeHead(status, headers).end();
});
service.listen(0, "127.0.0.1");
await once(service, "listening");
const origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;

const { publicKey, privateKey } = webPush.generateVAPIDKeys();
const setting = { publicKey, privateKey, subject: "mailto:push@example.org", services: ["push.example.org"] };
const vault = createVault([randomBytes(32)]);
const { app, send } = await testSite(db, { push: setting, vault });
const outlet = pushOutlet({ database: db.app, vault, setting, now: Date.now });
afterAll(async () => {
  await app.close();
  service.closeAllConnections();
  service.close();
});
beforeEach(() => {
  got.length = 0;
  answer = () => ({ status: 201 });
});

const message = {
  id: "4c1f0e6a-1111-8000-a000-000000000001",
  title: "A session is planned.",
  body: "Ada plays Portal 2 with you.",
  url: "https://app.example.org/sessions/1",
  ids: [],
  attempt: 0,
  until: null,
};

/** What a browser gives when it subscribes. */
function subscription(endpoint: string) {
  const browser = createECDH("prime256v1");
  return {
    endpoint,
    expirationTime: null,
    keys: { p256dh: browser.generateKeys("base64url"), auth: randomBytes(16).toString("base64url") },
  };
}

/** Somebody with browsers at the local service: subscribed by the route, then led there. */
async function withBrowsers(name: string, ...paths: string[]) {
  const person = await signedUp(db, name);
  for (const path of paths) {
    const body = subscription(`https://x.push.example.org/${name}${path}`);
    const { status, body: made } = await send("POST", "/api/push/subscriptions", person, { body });
    expect(status).toBe(201);
    const local = JSON.stringify({ ...body, endpoint: `${origin}/${name}${path}` });
    const sealed = await vault.seal(db.app, person.id, "push", local);
    await db.admin.updateTable("PushSubscription").set({ sealed }).where("id", "=", made.id).execute();
  }
  return person;
}

test("a push goes to all browsers of its person, encrypted, with a topic that replaces it", async () => {
  const ada = await withBrowsers("ada", "1", "2");
  expect(await outlet.send(ada.id, message)).toBe("sent");
  expect(got.map(({ path }) => path).sort()).toEqual(["/ada1", "/ada2"]);
  expect(got[0]?.headers).toMatchObject({
    "content-encoding": "aes128gcm",
    topic: message.id.replaceAll("-", ""),
    ttl: "86400",
    urgency: "normal",
  });
  expect(String(got[0]?.headers.authorization)).toMatch(/^vapid t=.*, k=/);
  expect(got[0]?.length).toBeGreaterThan(100);
});

test("what the service keeps is worth no more when the session begins", async () => {
  const bea = await withBrowsers("bea", "");
  await outlet.send(bea.id, { ...message, until: new Date(Date.now() + 60_500) });
  expect(Number(got[0]?.headers.ttl)).toBeLessThanOrEqual(60);
});

test.each([404, 410])("a browser whose subscription is gone (%i) is not asked again", async (status) => {
  const person = await withBrowsers(`gone${status}`, "");
  answer = () => ({ status });
  expect(await outlet.send(person.id, message)).toBe("no_address");
  expect(await outlet.send(person.id, message)).toBe("no_address");
  expect(got).toHaveLength(1);
});

test.each([
  ["is busy and says for how long", { status: 429, headers: { "retry-after": "30" } }, TryLater],
  ["is down", { status: 503 }, Error],
  ["refuses the message", { status: 413 }, Refused],
  ["leads elsewhere", { status: 307, headers: { location: "http://127.0.0.1:1/" } }, Error],
])("a service that %s is told by its error", async (what, given, kind) => {
  const person = await withBrowsers(what.replaceAll(" ", ""), "");
  answer = () => given;
  const failed = await outlet.send(person.id, message).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(kind);
});

test("one browser that has it is enough", async () => {
  const cleo = await withBrowsers("cleo", "1", "2");
  answer = (path) => ({ status: path.endsWith("1") ? 503 : 201 });
  expect(await outlet.send(cleo.id, message)).toBe("sent");
});

test("pushes end with the session of their browser, and move to the person who signs in there next", async () => {
  const [dora, emil] = [await withBrowsers("dora", ""), await signedUp(db, "emil")];
  const body = subscription("https://x.push.example.org/dora");
  expect((await send("POST", "/api/push/subscriptions", emil, { body })).status).toBe(201);
  expect((await send("GET", "/api/push", dora)).body.subscriptions).toEqual([]);
  expect((await send("GET", "/api/push", emil)).body).toMatchObject({
    key: publicKey,
    subscriptions: [{ here: true }],
  });
  await send("POST", "/api/sign-out", emil);
  expect(await outlet.send(emil.id, message)).toBe("no_address");
});

test("a subscription is ended by its person only", async () => {
  const fay = await withBrowsers("fay", "");
  const other = await signedUp(db, "gus");
  const [one] = (await send("GET", "/api/push", fay)).body.subscriptions;
  expect((await send("DELETE", `/api/push/subscriptions/${one.id}`, other)).status).toBe(404);
  expect((await send("DELETE", `/api/push/subscriptions/${one.id}`, fay)).status).toBe(204);
  expect((await send("DELETE", `/api/push/subscriptions/${one.id}`, fay)).status).toBe(404);
  expect(await outlet.send(fay.id, message)).toBe("no_address");
});

test.each([
  ["https://x.push.example.org/abc", true],
  ["https://push.example.org/abc", true],
  ["http://x.push.example.org/abc", false],
  ["https://evilpush.example.org/abc", false],
  ["https://x.push.example.org.evil.example.com/", false],
  ["https://user@x.push.example.org/", false],
  ["https://x.push.example.org:8443/", false],
  ["https://127.0.0.1/", false],
  ["not an address", false],
])("pushes to %s are allowed: %s", (endpoint, allowed) => {
  expect(isOfService(endpoint, ["push.example.org"])).toBe(allowed);
});

test("a subscription that leads somewhere else is refused", async () => {
  const hal = await signedUp(db, "hal");
  const body = subscription("https://intern.example.org/");
  const { status } = await send("POST", "/api/push/subscriptions", hal, { body });
  expect(status).toBe(400);
});

test("web push that is set in part stops the server with a sentence", () => {
  const none = {
    VAPID_PUBLIC_KEY: undefined,
    VAPID_PRIVATE_KEY_FILE: undefined,
    VAPID_SUBJECT: undefined,
    PUSH_SERVICES: "a",
  };
  expect(pushSetting(none)).toBeNull();
  expect(() => pushSetting({ ...none, VAPID_SUBJECT: "mailto:a@example.org" })).toThrow("set in part");
});
