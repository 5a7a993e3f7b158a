import { beforeAll, beforeEach, expect, test } from "vitest";
import { acquainted, befriended } from "../../testing/acquainted.ts";
import { moderated } from "../../testing/moderated.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../../testing/test-site.ts";

const db = await testDatabase();
const { send } = await testSite(db);
let next = 0;
let ada: Person;
let ben: Person;

beforeAll(() => moderated(db.admin));
beforeEach(async () => {
  next += 1;
  ada = await signedUp(db, `ada${next}`);
  ben = await signedUp(db, `ben${next}`);
  await acquainted(db.app, ada.id, ben.id);
});

const block = (who: Person, whom: Person, mode = "hide") =>
  send("POST", "/api/blocks", who, { body: { personId: whom.id, mode } });
const names = async (who: Person, url: string) =>
  ((await send("GET", url, who)).body.items as { person: Person }[]).map(({ person }) => person.username);
const found = async (who: Person, whom: Person) =>
  (await send("GET", "/api/people", who, { query: { name: whom.username } })).body.people.length;

test("a block hides two people from each other in search and ends their friendship and questions", async () => {
  await befriended(db.app, ada.id, ben.id);
  expect(await found(ada, ben)).toBe(1);
  const blocked = await block(ada, ben);
  expect(blocked.status, blocked.raw).toBe(201);
  expect([await found(ada, ben), await found(ben, ada)]).toEqual([0, 0]);
  expect([await names(ada, "/api/friends"), await names(ben, "/api/friends")]).toEqual([[], []]);
  expect(await names(ada, "/api/blocks")).toEqual([ben.username]);
  expect(await names(ben, "/api/blocks")).toEqual([]);
});

test("an open question ends with a block, and nobody can answer it any more", async () => {
  const { body } = await send("POST", "/api/friend-requests", ben, { body: { personId: ada.id } });
  await block(ada, ben);
  expect(await names(ben, "/api/friend-requests")).toEqual([]);
  for (const how of ["withdraw", "accept"])
    expect((await send("POST", `/api/friend-requests/${body.id}/${how}`, ben)).status).toBe(404);
});

test("ending a block brings neither friendship nor acquaintance back", async () => {
  await befriended(db.app, ada.id, ben.id);
  await block(ada, ben);
  expect((await send("DELETE", `/api/blocks/${ben.id}`, ada)).status).toBe(200);
  expect(await names(ada, "/api/friends")).toEqual([]);
  expect(await found(ada, ben)).toBe(0);
  expect((await send("DELETE", `/api/blocks/${ben.id}`, ada)).status).toBe(404);
});

test("who only wants a warning still sees the other, and the other notices nothing", async () => {
  await block(ada, ben, "warn");
  expect([await found(ada, ben), await found(ben, ada)]).toEqual([1, 1]);
  expect((await block(ada, ben, "hide")).status).toBe(201);
  expect(await found(ben, ada)).toBe(0);
  expect(await names(ada, "/api/blocks")).toEqual([ben.username]);
});

test("somebody who is blocked can block back, and a stranger cannot be blocked, as if there were none", async () => {
  await block(ada, ben);
  expect((await block(ben, ada)).status).toBe(201);
  const cara = await signedUp(db, `cara${next}`);
  expect((await block(ada, cara)).status).toBe(404);
  expect((await block(ada, ada)).status).toBe(404);
});

test("a code does not work between two people with a block, as if it had never been made", async () => {
  const { body } = await send("POST", "/api/invite-codes", ada, { body: {} });
  await block(ada, ben);
  const use = (code: string) => send("POST", "/api/invite-codes/use", ben, { body: { code } });
  const answers = [await use(body.code), await use("AAAA-BBBB-CCCC")];
  const [hidden, unknown] = answers.map(({ raw }) => raw.replaceAll(/"correlationId":"[^"]*"/g, ""));
  expect(answers[0]?.status).toBe(404);
  expect(hidden).toBe(unknown);
});

test("a block and a question at the same moment leave nothing open", async () => {
  for (let round = 0; round < 5; round += 1) {
    await acquainted(db.app, ada.id, ben.id);
    await Promise.all([
      block(ada, ben),
      send("POST", "/api/friend-requests", ben, { body: { personId: ada.id } }),
    ]);
    const open = await db.admin
      .selectFrom("ContactQuestion")
      .select("id")
      .where("status", "=", "open")
      .where("asked_id", "=", ada.id)
      .execute();
    expect(open).toEqual([]);
    await send("DELETE", `/api/blocks/${ben.id}`, ada);
  }
});
