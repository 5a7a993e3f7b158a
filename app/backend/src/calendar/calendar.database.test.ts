import ICAL from "ical.js";
import { expect, test } from "vitest";
import { playground, scriptFor } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";

const db = await testDatabase();
const { send, lines, people, gameId } = await playground(db, ["ada", "ben"]);
const [ada, ben] = people;

async function read(url: string) {
  const { pathname, searchParams } = new URL(url);
  return send("GET", pathname, null, { query: Object.fromEntries(searchParams) });
}

function eventsOf(feed: string) {
  return new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents("vevent").map((event) => ({
    status: event.getFirstPropertyValue("status"),
    sequence: Number(event.getFirstPropertyValue("sequence")),
  }));
}

test("a link shows the person's sessions without a cookie, until it is revoked; its key is in no log and not in the database", async () => {
  const body = { recipientIds: [ben.id], script: scriptFor(gameId) };
  const { sessionId, requestIds } = (await send("POST", "/api/game-requests", ada, { body })).body;
  const made = await send("POST", "/api/calendar/link", ada);
  const { url } = made.body;
  expect(eventsOf((await read(url)).raw)).toEqual([]);
  await send("POST", `/api/game-requests/${requestIds[0]}/accept`, ben, { body: { scriptVersion: 1 } });
  const feed = await read(url);
  expect(feed.headers["content-type"]).toBe("text/calendar; charset=utf-8");
  const [planned] = eventsOf(feed.raw);
  expect(planned?.status).toBe("CONFIRMED");
  await send("POST", `/api/sessions/${sessionId}/leave`, ben);
  const [off] = eventsOf((await read(url)).raw);
  expect(off?.status).toBe("CANCELLED");
  expect(off?.sequence).toBeGreaterThan(planned?.sequence ?? Number.POSITIVE_INFINITY);
  const key = new URL(url).searchParams.get("key") ?? "";
  expect(JSON.stringify(lines)).not.toContain(key);
  expect((await send("POST", "/api/calendar/link", ada)).status).toBe(409);
  expect((await send("GET", "/api/calendar/link", ada)).body.link.id).toBe(made.body.id);
  await send("DELETE", "/api/calendar/link", ada);
  expect((await read(url)).status).toBe(404);
});

test("a wrong, an old and a malformed key are the same", async () => {
  const plain = (raw: string) => raw.replace(/"correlationId":"[^"]*"/, "");
  const answers = [];
  for (const key of ["x".repeat(43), "short", ""])
    answers.push(await read(`https://app.example.org/api/calendar/feed.ics?key=${key}`));
  expect(new Set(answers.map(({ status, raw }) => `${status} ${plain(raw)}`)).size).toBe(1);
});
