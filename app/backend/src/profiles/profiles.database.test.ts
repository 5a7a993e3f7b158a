import { expect, test } from "vitest";
import { playground } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";

const db = await testDatabase();
const { send, people, at } = await playground(db, ["ada", "ben"]);
const [ada, ben] = people;
const stranger = (await playground(db, ["kit", "lea"])).people[0];

const readAs = async (person: typeof ada) => send("GET", `/api/people/${ada.id}/profile`, person);
const hidden = {
  about: null,
  timeZone: null,
  nowInWords: null,
  games: null,
  communication: null,
  sensory: null,
};

test("a profile shows nothing until its person says to whom, and strangers cannot tell that there is one", async () => {
  const body = { displayName: "Ada", about: "Puzzles", timeZone: "Asia/Calcutta", visibility: {} };
  expect((await send("PUT", "/api/profile", ada, { body })).status).toBe(200);
  expect((await readAs(ben)).body).toMatchObject({
    person: { displayName: "Ada" },
    relation: "friend",
    ...hidden,
  });
  const none = await send("GET", "/api/people/00000000-0000-4000-8000-000000000000/profile", stranger);
  const plain = (raw: string) => raw.replace(/"correlationId":"[^"]*"/, "");
  const seen = await readAs(stranger);
  expect([seen.status, plain(seen.raw)]).toEqual([404, plain(none.raw)]);
});

test("each field is shown for itself, needs are sealed, and not speaking ends with the day of one's own zone", async () => {
  const visibility = { about: "friends", timeZone: "acquaintances", communication: "friends" };
  await send("PUT", "/api/profile", ada, {
    body: { displayName: "Ada", about: "Puzzles", timeZone: "Asia/Tokyo", visibility },
  });
  const needs = {
    communication: { directWords: true, notSpeakingOn: "2027-01-12" },
    sensory: { noFlashing: true },
  };
  expect((await send("PUT", "/api/profile/needs", ada, { body: needs })).status).toBe(200);
  at("2027-01-11T16:00:00Z");
  expect((await readAs(ben)).body).toMatchObject({
    about: "Puzzles",
    timeZone: "Asia/Tokyo",
    nowInWords: "Tuesday, 12 January 2027 at 01:00, Japan Standard Time (UTC+9)",
    communication: { firstChoice: "text", directWords: true, notSpeakingToday: true },
    sensory: null,
  });
  at("2027-01-12T15:00:00Z");
  expect((await readAs(ben)).body.communication.notSpeakingToday).toBe(false);
  const row = await db.admin
    .selectFrom("UserProfile")
    .selectAll()
    .where("user_id", "=", ada.id)
    .executeTakeFirstOrThrow();
  expect(row.communication_sealed?.toString("latin1")).not.toContain("directWords");
  const own = (await send("GET", "/api/profile", ada)).body;
  expect([own.sensory.noFlashing, own.communication.notSpeakingOn, own.visibility.sensory]).toEqual([
    true,
    "2027-01-12",
    "nobody",
  ]);
});
