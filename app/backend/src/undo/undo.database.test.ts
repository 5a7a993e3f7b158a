import { expect, test } from "vitest";
import { playground, scriptFor } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";
import type { Person } from "../testing/test-site.ts";

const db = await testDatabase();
const site = await playground(db, ["ada", "ben"]);
const { send, gameId, at, rested } = site;
const [ada, ben] = site.people;

const undo = (id: string, person: Person) => send("POST", `/api/undo/${id}`, person);

async function proposed(local: string) {
  at("2027-01-11T12:00:00Z");
  await rested();
  const answer = await send("POST", "/api/game-requests", ada, {
    body: { recipientIds: [ben.id], script: scriptFor(gameId, local) },
  });
  expect(answer.status, answer.raw).toBe(201);
  return answer.body as { sessionId: string; requestIds: [string]; undo: { id: string; until: string } };
}

async function planned(local: string) {
  const made = await proposed(local);
  await send("POST", `/api/game-requests/${made.requestIds[0]}/accept`, ben, { body: { scriptVersion: 1 } });
  return made;
}

test("a proposal that is taken back is closed", async () => {
  const made = await proposed("2027-01-19T10:00");
  expect(made.undo.until).toBe("2027-01-11T12:10:00Z");
  expect((await undo(made.undo.id, ada)).body).toEqual({
    command: "createGameRequest",
    subjectId: made.sessionId,
  });
  expect((await send("GET", `/api/game-requests/${made.requestIds[0]}`, ben)).body.status).toBe("cancelled");
});

test("a no that is taken back is open again, and can become a yes", async () => {
  const { requestIds, sessionId } = await proposed("2027-01-19T12:00");
  const declined = await send("POST", `/api/game-requests/${requestIds[0]}/decline`, ben);
  expect((await undo(declined.body.undo.id, ben)).status).toBe(200);
  const accepted = await send("POST", `/api/game-requests/${requestIds[0]}/accept`, ben, {
    body: { scriptVersion: 1 },
  });
  expect(accepted.status, accepted.raw).toBe(200);
  expect((await send("GET", `/api/sessions/${sessionId}`, ada)).body.status).toBe("scheduled");
});

test("who left comes back with the session as it was agreed, unless they went elsewhere meanwhile", async () => {
  const { sessionId } = await planned("2027-01-20T10:00");
  const left = await send("POST", `/api/sessions/${sessionId}/leave`, ben);
  expect((await send("GET", `/api/sessions/${sessionId}`, ada)).body.status).toBe("cancelled");
  expect((await undo(left.body.undo.id, ben)).status).toBe(200);
  for (const person of [ada, ben])
    expect((await send("GET", `/api/sessions/${sessionId}`, person)).body).toMatchObject({
      status: "scheduled",
      place: "going",
    });
  const again = await send("POST", `/api/sessions/${sessionId}/leave`, ben);
  await planned("2027-01-20T10:30");
  expect((await undo(again.body.undo.id, ben)).body.code).toBe("conflict");
});

test("a changed script is as before, under a version of its own", async () => {
  const { sessionId, requestIds } = await proposed("2027-01-21T10:00");
  const body = { scriptVersion: 1, script: scriptFor(gameId, "2027-01-21T15:00", { talk: "voice" }) };
  const changed = await send("PUT", `/api/sessions/${sessionId}/script`, ada, { body });
  expect((await undo(changed.body.undo.id, ada)).status).toBe(200);
  const { script } = (await send("GET", `/api/game-requests/${requestIds[0]}`, ben)).body;
  expect([script.version, script.talk, script.time.startsAt]).toEqual([
    3,
    "text",
    "2027-01-21T09:00:00.000Z",
  ]);
  await send("POST", `/api/game-requests/${requestIds[0]}/cancel`, ada);
});

test("settings are as they were: profile, needs, games, week, dates", async () => {
  const visibility = { about: "friends" };
  const profile = { displayName: "Ada L.", about: "Likes puzzles", timeZone: "Europe/Berlin", visibility };
  const needs = { communication: { firstChoice: "text" }, sensory: { noFlashing: true } };
  const week = { timeZone: "Europe/Berlin", hours: [{ weekday: 2, from: "19:00", to: "24:00" }] };
  const read = async () => [
    (await send("GET", "/api/profile", ada)).body,
    (await send("GET", "/api/preferences", ada)).body,
    (await send("GET", "/api/availability", ada)).body,
  ];
  const changes = [
    () => send("PUT", "/api/profile", ada, { body: profile }),
    () => send("PUT", "/api/profile/needs", ada, { body: needs }),
    () => send("PUT", `/api/preferences/${gameId}`, ada, { body: { liking: "favourite" } }),
    () => send("PUT", "/api/availability/week", ada, { body: week }),
    () =>
      send("POST", "/api/availability/exceptions", ada, {
        body: { date: "2027-02-01", kind: "busy", from: "08:00", to: "10:00" },
      }),
  ];
  for (const change of changes) {
    const before = await read();
    const changed = await change();
    expect(changed.status, changed.raw).toBeLessThan(300);
    const after = await read();
    expect(after).not.toEqual(before);
    expect((await undo(changed.body.undo.id, ada)).status).toBe(200);
    expect(await read()).toEqual(before);
    expect((await change()).status).toBeLessThan(300);
  }
  const removed = await send("DELETE", `/api/preferences/${gameId}`, ada);
  await undo(removed.body.undo.id, ada);
  expect((await send("GET", "/api/preferences", ada)).body.preferences).toHaveLength(1);
});

test("nobody can take back what is not theirs, twice, after ten minutes, or over a later change", async () => {
  const save = (about: string) =>
    send("PUT", "/api/profile", ada, {
      body: { displayName: "Ada", about, timeZone: "UTC", visibility: {} },
    });
  const first = (await save("one")).body.undo.id;
  expect((await undo(first, ben)).status).toBe(404);
  const second = (await save("two")).body.undo.id;
  const over = await undo(first, ada);
  expect([over.status, over.body.detail]).toEqual([
    409,
    "This was changed again meanwhile. Nothing was taken back. Look at it as it is now.",
  ]);
  expect((await undo(second, ada)).status).toBe(200);
  expect((await undo(second, ada)).status).toBe(404);
  at("2027-01-11T12:10:00Z");
  expect((await undo(first, ada)).status).toBe(404);
});

test("how it was before is sealed", async () => {
  const rows = await db.admin.selectFrom("UndoableChange").select("before_sealed").execute();
  expect(rows.length).toBeGreaterThan(5);
  for (const { before_sealed } of rows)
    expect(before_sealed?.toString("latin1") ?? "").not.toMatch(/puzzles|noFlashing|weekday/);
});
