import { expect, test } from "vitest";
import { playground } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";
import type { Person } from "../testing/test-site.ts";

const db = await testDatabase();
const { send, people, gameId } = await playground(db, ["ada", "ben", "cleo"]);
const [ada, ben, cleo] = people as [Person, Person, Person];

const shown = { games: "friends", availability: "friends" };
const saveProfile = (person: Person, more: object) =>
  send("PUT", "/api/profile", person, {
    body: { displayName: person.username, about: "", timeZone: "Europe/Berlin", visibility: {}, ...more },
  });
const saveWeek = (person: Person, timeZone: string, from: string, to: string) =>
  send("PUT", "/api/availability/week", person, { body: { timeZone, hours: [{ weekday: 2, from, to }] } });
const suggestions = async (person: Person) => (await send("GET", "/api/suggestions", person)).body;

test("a suggestion says why: both are free at a time, each by their own zone, and both chose a game", async () => {
  for (const person of [ada, ben]) {
    expect((await saveProfile(person, { suggestions: true, visibility: shown })).status).toBe(200);
    await send("PUT", `/api/preferences/${gameId}`, person, { body: { liking: "likes", platform: "pc" } });
  }
  await saveWeek(ada, "Europe/Berlin", "18:00", "22:00");
  await saveWeek(ben, "Europe/London", "18:00", "20:00");
  const found = await suggestions(ada);
  expect(found.suggestions).toHaveLength(1);
  expect(found.suggestions[0].because).toBe(
    "You are both free Tuesday, 12 January 2027, 19:00 to 21:00, Central European Standard Time (UTC+1), " +
      "and you both chose Game of ada and ben and cleo.",
  );
  expect(await suggestions(ada)).toEqual(found);
  expect((await suggestions(ben)).suggestions[0].person.username).toBe("ada");
});

test("who did not switch suggestions on gets none, and is suggested to nobody", async () => {
  await saveProfile(cleo, { visibility: shown });
  await send("PUT", `/api/preferences/${gameId}`, cleo, { body: { liking: "likes" } });
  await saveWeek(cleo, "Europe/Berlin", "18:00", "22:00");
  expect(await suggestions(cleo)).toEqual({ wanted: false, suggestions: [] });
  const names = (await suggestions(ada)).suggestions.map(
    ({ person }: { person: { username: string } }) => person.username,
  );
  expect(names).toEqual(["ben"]);
});

test("nothing is told that somebody does not show, and nobody who is hidden", async () => {
  await saveProfile(ben, { suggestions: true, visibility: { games: "friends" } });
  expect((await suggestions(ada)).suggestions).toEqual([]);
  await saveProfile(ben, { suggestions: true, visibility: shown });
  expect((await suggestions(ada)).suggestions).toHaveLength(1);
  await send("POST", "/api/blocks", ben, { body: { personId: ada.id, mode: "hide" } });
  expect((await suggestions(ada)).suggestions).toEqual([]);
});
