import { execa } from "execa";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { feedOf } from "../../../app/backend/src/calendar/feed.ts";
import { sampleSessions } from "../../../app/backend/src/calendar/sample-sessions.ts";
import { instantOf, occurrenceOf } from "../../../app/backend/src/time/local-moment.ts";
import { zoneDataVersion } from "../../../app/backend/src/time/zone-data.ts";
import { pythonWith } from "../../api/python.ts";

/** PyPI's number of the zone data that this Node has: 2026e is 2026.5. */
function tzdataOf(version: string): string {
  const [, year, letter = "a"] = /^(\d{4})([a-z])$/.exec(version) ?? [];
  return `${year}.${letter.charCodeAt(0) - "a".charCodeAt(0) + 1}`;
}

const icalendar = "7.3.0";
const tzdata = tzdataOf(zoneDataVersion);
const bin = await pythonWith(`icalendar-${icalendar}-tzdata-${tzdata}`, [
  `icalendar==${icalendar}`,
  `tzdata==${tzdata}`,
]);
const sessions = sampleSessions();

async function run<Answer>(script: string, input: string): Promise<Answer> {
  const { stdout } = await execa(`${bin}/python`, [new URL(script, import.meta.url).pathname], { input });
  return JSON.parse(stdout) as Answer;
}

interface ReadEvent {
  uid: string;
  starts: string;
  ends: string;
  summary: string;
  status: string;
  errors: string[];
}

test("Python's icalendar reads every session of a feed at its instant, in every zone around both changes", async () => {
  const now = Temporal.Instant.from("2027-01-11T12:00:00Z");
  const feed = feedOf({ publicUrl: "https://app.example.org", sessions, now });
  const read = new Map((await run<ReadEvent[]>("read_feed.py", feed)).map((event) => [event.uid, event]));
  for (const session of sessions) {
    expect(read.get(`${session.id}@app.example.org`)).toEqual({
      uid: `${session.id}@app.example.org`,
      starts: session.startsAt.toISOString(),
      ends: session.endsAt.toISOString(),
      summary: `TovPlay: ${session.gameName}`,
      status: "CONFIRMED",
      errors: [],
    });
  }
  expect(read.size).toBe(sessions.length);
});

test("local times around both changes of every zone are the instants that Python computes, first and second", async () => {
  const locals = sessions.flatMap(({ zone, startsAt }) => {
    if (zone === null) return [];
    const at = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime())
      .toZonedDateTimeISO(zone)
      .toPlainDateTime();
    return Array.from({ length: 9 }, (_, index) => ({ zone, local: at.add({ minutes: index * 30 }) }));
  });
  const asked = locals.flatMap(({ zone, local }) => [
    [zone, local.toString(), 0],
    [zone, local.toString(), 1],
  ]);
  const python = await run<number[]>("local_times.py", JSON.stringify(asked));
  const own = locals.flatMap(({ zone, local }) => {
    const { times } = occurrenceOf(local, zone);
    const first = instantOf({ local, zone, fold: "only" }).epochMilliseconds;
    // Python's second reading of a time that clocks leave out goes back instead of forward: the two choices that a person is given.
    const second =
      times === 0 ? local.toZonedDateTime(zone, { disambiguation: "earlier" }).epochMilliseconds : undefined;
    return [first, second ?? instantOf({ local, zone, fold: "later" }).epochMilliseconds];
  });
  expect(python).toEqual(own);
  expect(python.length).toBeGreaterThan(10_000);
});
