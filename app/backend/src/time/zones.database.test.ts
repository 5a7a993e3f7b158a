import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { freeTime } from "../availability/free-time.ts";
import { remindersOf } from "../sessions/reminders.ts";
import { testDatabase } from "../testing/test-database.ts";
import { transitionsOf, zoneDifferences } from "../testing/zone-differences.ts";
import { instantOf, occurrenceOf } from "./local-moment.ts";
import { zoneNames } from "./zone.ts";

const db = await testDatabase();
const from = Temporal.Now.instant();
const to = from.add({ hours: 2 * 366 * 24 });

test("every zone that can be chosen is known to PostgreSQL, and every one that both know can be chosen", async () => {
  const { rows } = await sql<{ name: string }>`select name from pg_timezone_names`.execute(db.app);
  const known = new Set(rows.map(({ name }) => name));
  expect([...zoneNames].filter((name) => !known.has(name))).toEqual([]);
  const both = [...known]
    .filter((name) => /^[A-Z][A-Za-z]+\//.test(name) && !name.startsWith("Etc/"))
    .filter(knownToNode);
  const areas = new Set([...zoneNames].map((name) => name.split("/")[0]));
  expect(both.filter((name) => areas.has(name.split("/")[0]) && !zoneNames.has(name))).toEqual([]);
});

function knownToNode(name: string): boolean {
  try {
    return Temporal.Now.zonedDateTimeISO(name).timeZoneId === name;
  } catch {
    return false;
  }
}

const differences = await zoneDifferences(db.app, zoneNames, from, to);

test("differences between Node's and PostgreSQL's zone data are few, and listed", () => {
  for (const each of differences)
    process.stderr.write(`zone data differs from ${process.versions.tz}: ${JSON.stringify(each)}\n`);
  // A release of zone data changes a few zones; more means that one of the two has none, or that the comparison is wrong.
  expect(differences.length).toBeLessThan(zoneNames.size / 20);
});

test("around both changes of every zone, meetings have the instant that PostgreSQL computes", async () => {
  const differing = new Set(differences.map(({ zone }) => zone));
  let compared = 0;
  for (const zone of zoneNames) {
    if (differing.has(zone)) continue;
    const locals = transitionsOf(zone, from, to).flatMap((change) => localTimesAround(change));
    if (locals.length === 0) continue;
    // PostgreSQL takes the later of two equal times, and moves a missing one forward.
    const own = locals.map((local) => {
      const { times } = occurrenceOf(local, zone);
      return instantOf({ local, zone, fold: times === 2 ? "later" : "only" }).epochMilliseconds;
    });
    expect(await byPostgres(zone, locals), zone).toEqual(own);
    compared += locals.length;
  }
  expect(compared).toBeGreaterThan(10_000);
});

/** What PostgreSQL makes of local times in a zone, in milliseconds since 1970. */
async function byPostgres(zone: string, locals: readonly Temporal.PlainDateTime[]): Promise<number[]> {
  const { rows } = await sql<{
    at: string;
  }>`select ((local::timestamp at time zone ${zone}) at time zone 'UTC')::text as at
    from unnest(${locals.map(String)}::text[]) with ordinality as given (local, place) order by place`.execute(
    db.app,
  );
  return rows.map(({ at }) => Date.parse(`${at.replace(" ", "T")}Z`));
}

/** Days on whose clocks a change falls, in every zone in which both agree. */
function changes(): { zone: string; day: Temporal.PlainDate }[] {
  const differing = new Set(differences.map(({ zone }) => zone));
  return [...zoneNames]
    .filter((zone) => !differing.has(zone))
    .flatMap((zone) => transitionsOf(zone, from, to).map((change) => ({ zone, day: change.toPlainDate() })));
}

const isClear = (local: Temporal.PlainDateTime, zone: string) => occurrenceOf(local, zone).times !== 2;

test("around both changes of every zone, a reminder of the day before comes at the same time of day", async () => {
  let compared = 0;
  for (const { zone, day } of changes()) {
    const starts = Array.from({ length: 24 }, (_, hour) =>
      day.add({ days: 1 }).toPlainDateTime({ hour, minute: 30 }),
    ).filter((local) => isClear(local, zone) && isClear(local.subtract({ days: 1 }), zone));
    const due = starts.map((local) => {
      const start = instantOf({ local, zone, fold: "only" });
      return remindersOf(start, zone, ["day_before"], start.subtract({ hours: 72 }))[0]?.at.epochMilliseconds;
    });
    expect(due, zone).toEqual(
      await byPostgres(
        zone,
        starts.map((local) => local.subtract({ days: 1 })),
      ),
    );
    compared += starts.length;
  }
  expect(compared).toBeGreaterThan(5_000);
});

test("around both changes of every zone, free hours begin and end when PostgreSQL says", async () => {
  let compared = 0;
  for (const { zone, day } of changes()) {
    const ends = [0, 3, 6, 12, 23].map((hour) => day.toPlainDateTime({ hour, minute: hour === 0 ? 0 : 30 }));
    const pairs = ends.slice(1).flatMap((end, index) => {
      const start = ends[index];
      return start && isClear(start, zone) && isClear(end, zone) ? [[start, end] as const] : [];
    });
    const expected = await byPostgres(zone, pairs.flat());
    for (const [index, [start, end]] of pairs.entries()) {
      const minutes = ({ hour, minute }: Temporal.PlainDateTime) => hour * 60 + minute;
      const said = {
        zone,
        hours: [{ weekday: day.dayOfWeek, from: minutes(start), to: minutes(end) }],
        exceptions: [],
      };
      const around = day.toZonedDateTime(zone).toInstant();
      const [free] = freeTime(said, around.subtract({ hours: 24 }), around.add({ hours: 72 }));
      expect([free?.from, free?.to], `${zone} ${start}`).toEqual(expected.slice(2 * index, 2 * index + 2));
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(1_000);
});

/** Local times of the night of a change and of the days around it, every fifteen minutes near the change. */
function localTimesAround(change: Temporal.ZonedDateTime): Temporal.PlainDateTime[] {
  const at = change.toPlainDateTime();
  const near = Array.from({ length: 33 }, (_, index) => at.add({ minutes: (index - 16) * 15 }));
  return [...near, at.subtract({ days: 1 }), at.add({ days: 1 }), at.add({ days: 7 })];
}
