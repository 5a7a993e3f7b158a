import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { playground, scriptFor } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";

const db = await testDatabase();
const { send, people, gameId, at, rested } = await playground(db, ["ada", "ben", "cleo"]);
const [ada, ben] = people;

beforeEach(rested);

async function proposed(local = "2027-01-19T19:00") {
  at("2027-01-11T12:00:00Z");
  const body = { recipientIds: [ben.id], script: scriptFor(gameId, local) };
  const answer = await send("POST", "/api/game-requests", ada, { body });
  expect(answer.status, answer.raw).toBe(201);
  return answer.body as { sessionId: string; requestIds: [string]; undo: { id: string } };
}

test("both see the same script before anybody agrees, each with their own clock", async () => {
  await db.admin
    .insertInto("UserProfile")
    .values({ user_id: ben.id, display_name: "Ben", time_zone: "Asia/Tokyo" })
    .execute();
  const { requestIds } = await proposed();
  const seen = (await send("GET", `/api/game-requests/${requestIds[0]}`, ben)).body;
  const sent = (await send("GET", `/api/game-requests/${requestIds[0]}`, ada)).body;
  expect(seen.script.time.yours.inWords).toBe(
    "Wednesday, 20 January 2027, 03:00 to 04:30, Japan Standard Time (UTC+9)",
  );
  expect(seen.script.time.agreed.inWords).toBe(
    "Tuesday, 19 January 2027, 19:00 to 20:30, Central European Standard Time (UTC+1)",
  );
  expect({ ...seen.script, time: { ...seen.script.time, yours: null } }).toEqual({
    ...sent.script,
    time: { ...sent.script.time, yours: null },
  });
  expect(seen.script.talk).toBe("text");
  expect(seen.script.people.map(({ person }: { person: { username: string } }) => person.username)).toEqual([
    "ada",
    "ben",
  ]);
  await send("POST", `/api/game-requests/${requestIds[0]}/cancel`, ada);
});

test("a request is accepted by the script that was seen, and not by an older one", async () => {
  const { requestIds, sessionId } = await proposed();
  const change = { scriptVersion: 1, script: scriptFor(gameId, "2027-01-19T20:00") };
  expect((await send("PUT", `/api/sessions/${sessionId}/script`, ada, { body: change })).status).toBe(200);
  const url = `/api/game-requests/${requestIds[0]}/accept`;
  const stale = await send("POST", url, ben, { body: { scriptVersion: 1 } });
  expect([stale.status, stale.body.code]).toEqual([409, "stale"]);
  const accepted = await send("POST", url, ben, { body: { scriptVersion: 2 } });
  expect([accepted.status, accepted.body.status]).toEqual([200, "accepted"]);
  const session = (await send("GET", `/api/sessions/${sessionId}`, ada)).body;
  expect([session.status, session.place, session.sentence]).toEqual([
    "scheduled",
    "going",
    "The session takes place as agreed.",
  ]);
  const again = await send("POST", url, ben, { body: { scriptVersion: 2 } });
  expect([again.status, again.body.code]).toEqual([409, "conflict"]);
  await send("POST", `/api/sessions/${sessionId}/leave`, ada);
});

test("two people who accept and cancel at the same moment get one outcome", async () => {
  for (const minute of [10, 20, 30]) {
    const { requestIds, sessionId } = await proposed(`2027-01-20T19:${minute}`);
    const [accepted, cancelled] = await Promise.all([
      send("POST", `/api/game-requests/${requestIds[0]}/accept`, ben, { body: { scriptVersion: 1 } }),
      send("POST", `/api/game-requests/${requestIds[0]}/cancel`, ada),
    ]);
    expect([accepted.status, cancelled.status].sort()).toEqual([200, 409]);
    if (accepted.status === 200) await send("POST", `/api/sessions/${sessionId}/leave`, ada);
  }
});

test("nobody can be in two sessions at a time", async () => {
  const first = await proposed("2027-01-21T19:00");
  await send("POST", `/api/game-requests/${first.requestIds[0]}/accept`, ben, { body: { scriptVersion: 1 } });
  const [, , cleo] = people;
  const body = { recipientIds: [cleo?.id], script: scriptFor(gameId, "2027-01-21T20:00") };
  const refused = await send("POST", "/api/game-requests", ada, { body });
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    "You have another session at that time. Choose another time, or leave that session first.",
  ]);
  const other = await send("POST", "/api/game-requests", cleo ?? null, {
    body: { recipientIds: [ben.id], script: scriptFor(gameId, "2027-01-21T20:00") },
  });
  const late = await send("POST", `/api/game-requests/${other.body.requestIds[0]}/accept`, ben, {
    body: { scriptVersion: 1 },
  });
  expect([late.status, late.body.code]).toEqual([409, "conflict"]);
  await send("POST", `/api/sessions/${first.sessionId}/leave`, ada);
});

test("a request closes when its time is over", async () => {
  const { requestIds } = await proposed("2027-01-22T19:00");
  at("2027-01-18T12:00:00Z");
  const late = await send("POST", `/api/game-requests/${requestIds[0]}/accept`, ben, {
    body: { scriptVersion: 1 },
  });
  expect(late.body.detail).toBe("This request is not open any more. Look at your list of requests.");
  at("2027-01-11T12:00:00Z");
  await send("POST", `/api/game-requests/${requestIds[0]}/cancel`, ada);
});

test("a time that the clocks leave out is explained, and of two equal ones the person chooses", async () => {
  at("2027-01-11T12:00:00Z");
  const ask = (starts: object) =>
    send("POST", "/api/game-requests", ada, {
      body: {
        recipientIds: [ben.id],
        script: { ...scriptFor(gameId), starts: { zone: "Europe/Berlin", ...starts } },
      },
    });
  expect((await ask({ local: "2027-03-28T02:30" })).body.detail).toBe(
    "02:30 does not exist on Sunday, 28 March 2027 in Europe/Berlin: the clocks go forward. Choose 01:30 or 03:30.",
  );
  expect((await ask({ local: "2027-10-31T02:30" })).body.detail).toBe(
    '02:30 comes twice on Sunday, 31 October 2027 in Europe/Berlin: the clocks go back. Choose "earlier" (UTC+2) or "later" (UTC+1).',
  );
  const chosen = await ask({ local: "2027-10-31T02:30", fold: "later" });
  expect(chosen.status, chosen.raw).toBe(201);
  const shown = (await send("GET", `/api/game-requests/${chosen.body.requestIds[0]}`, ada)).body;
  expect(shown.script.time.startsAt).toBe("2027-10-31T01:30:00.000Z");
});

test("the list has every request once, newest first, page by page, no matter who sent it", async () => {
  const [, , cleo] = people as [typeof ada, typeof ada, typeof ada];
  const made = [];
  await sql`update "ContactQuestion" set status = 'ended', answered_at = now() where status = 'open'`.execute(
    db.admin,
  );
  await db.admin
    .updateTable("GameRequest")
    .set({ status: "expired" })
    .where("status", "=", "pending")
    .execute();
  for (const [sender, recipient] of [
    [cleo, ada],
    [ben, cleo],
  ] as const) {
    const body = { recipientIds: [recipient.id], script: scriptFor(gameId, "2027-02-24T10:00") };
    const answer = await send("POST", "/api/game-requests", sender, { body });
    expect(answer.status, answer.raw).toBe(201);
    made.push(answer.body.requestIds[0]);
  }
  const read = async (query: Record<string, string>) =>
    (await send("GET", "/api/game-requests", cleo, { query })).body;
  const whole = await read({});
  expect(
    whole.items.slice(0, 2).map(({ id, direction }: { id: string; direction: string }) => [id, direction]),
  ).toEqual([
    [made[1], "received"],
    [made[0], "sent"],
  ]);
  const pages = [];
  for (let after: string | null = ""; after !== null; ) {
    const { items, next }: { items: { id: string }[]; next: string | null } = await read({
      limit: "1",
      ...(after && { after }),
    });
    pages.push(...items);
    after = next;
  }
  expect(pages).toEqual(whole.items);
  const sent = await read({ direction: "sent", status: "pending" });
  expect(sent.items.map(({ id }: { id: string }) => id)).toEqual([made[0]]);
});
