import { beforeAll, beforeEach, expect, test } from "vitest";
import { acquainted } from "../testing/acquainted.ts";
import { moderated, unmoderated } from "../testing/moderated.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";

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

const ask = (from: Person, to: Person) =>
  send("POST", "/api/friend-requests", from, { body: { personId: to.id } });
const answer = (who: Person, id: string, how: string) =>
  send("POST", `/api/friend-requests/${id}/${how}`, who);
const friendsOf = async (person: Person) =>
  (await send("GET", "/api/friends", person)).body.items.map(
    (item: { person: { username: string } }) => item.person.username,
  );

test("two people are friends when one has asked and the other has agreed, and not before", async () => {
  const asked = await ask(ada, ben);
  expect(asked.status, asked.raw).toBe(201);
  expect(await friendsOf(ben)).toEqual([]);
  const received = await send("GET", "/api/friend-requests", ben);
  expect(received.body.items).toMatchObject([{ direction: "received", person: { username: ada.username } }]);
  const accepted = await answer(ben, asked.body.id, "accept");
  expect(accepted.status, accepted.raw).toBe(200);
  expect([await friendsOf(ada), await friendsOf(ben)]).toEqual([[ben.username], [ada.username]]);
  expect((await ask(ada, ben)).body.detail).toContain("friends already");
});

test("only the person who was asked can accept or decline, and only who asked can withdraw", async () => {
  const { body } = await ask(ada, ben);
  const cara = await signedUp(db, `cara${next}`);
  for (const [who, how] of [
    [ada, "accept"],
    [ada, "decline"],
    [ben, "withdraw"],
    [cara, "accept"],
  ] as const)
    expect((await answer(who, body.id, how)).status).toBe(404);
  expect((await answer(ada, body.id, "withdraw")).body.status).toBe("withdrawn");
});

test("somebody who was declined has to wait; the other one may ask at once", async () => {
  const { body } = await ask(ada, ben);
  await answer(ben, body.id, "decline");
  const again = await ask(ada, ben);
  expect(again.status).toBe(409);
  expect(again.body.detail).toMatch(/again from \d+ \w+ \d{4}\./);
  expect((await ask(ben, ada)).status).toBe(201);
});

test("there is one open question between two people, no matter who asked", async () => {
  await ask(ada, ben);
  expect((await ask(ada, ben)).body.detail).toContain("wait for the answer");
  expect((await ask(ben, ada)).body.detail).toContain("answer that first");
});

test("of two questions at the same moment, one is asked", async () => {
  const both = await Promise.all([ask(ada, ben), ask(ben, ada)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test("a stranger, an unproven person and nobody are the same to who asks", async () => {
  const stranger = await signedUp(db, `dan${next}`);
  const unproven = await signedUp(db, `eve${next}`, { verified: false });
  await acquainted(db.app, ada.id, unproven.id);
  const nobody = { ...ben, id: "00000000-0000-4000-8000-000000000000" };
  const answers = await Promise.all([stranger, unproven, nobody].map((person) => ask(ada, person)));
  const withoutCorrelation = answers.map(({ raw }) => raw.replaceAll(/"correlationId":"[^"]*"/g, ""));
  expect(new Set(withoutCorrelation).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

test("with moderation down, first contact waits and says so", async () => {
  await unmoderated(db.admin);
  const refused = await ask(ada, ben);
  await moderated(db.admin);
  expect(refused.status).toBe(503);
  expect(refused.headers["retry-after"]).toBe("900");
  expect(refused.body.detail).toContain("Nothing is lost.");
});

test("ending a friendship ends it for both, and tells nobody", async () => {
  const { body } = await ask(ada, ben);
  await answer(ben, body.id, "accept");
  expect((await send("POST", `/api/friends/${ben.id}/end`, ada)).status).toBe(200);
  expect([await friendsOf(ada), await friendsOf(ben)]).toEqual([[], []]);
  expect((await send("POST", `/api/friends/${ben.id}/end`, ada)).status).toBe(404);
});
