import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { planFor } from "../notices/plan.ts";
import { knownZone } from "../notices/preferences.ts";
import { testDatabase } from "../testing/test-database.ts";
import { nextLocalTime } from "./digest.ts";
import type { QuietWindow } from "./window.ts";

const db = await testDatabase();
const all = [1, 2, 3, 4, 5, 6, 7];

/** Quiet hours of many kinds: over midnight, around clock changes, on some days, touching each other, nearly always. */
const weeks: QuietWindow[][] = [
  [{ weekdays: all, from: "22:00", to: "08:00" }],
  [{ weekdays: all, from: "01:00", to: "02:30" }],
  [
    { weekdays: [7], from: "00:00", to: "03:15" },
    { weekdays: [6], from: "23:00", to: "00:30" },
  ],
  [{ weekdays: [6, 7], from: "00:00", to: "00:00" }],
  [
    { weekdays: all, from: "02:00", to: "03:00" },
    { weekdays: all, from: "03:00", to: "12:00" },
  ],
  [{ weekdays: all, from: "03:00", to: "01:45" }],
];

/** Minutes from a clock change at which something is due. */
const around = [-1_440, -600, -180, -60, -30, 0, 15, 60, 105, 600, 1_440];

/** Every zone of PostgreSQL's data that is one of the IANA's. */
async function everyZone(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from pg_timezone_names
    where name !~ '^(posix|right)/' and name not in ('Factory', 'localtime', 'posixrules') order by 1`.execute(
    db.admin,
  );
  return rows.map(({ name }) => name);
}

/** Zones of which Node and PostgreSQL know different rules at these moments, as when one has newer data: no arithmetic can agree there. */
async function disagreeing(zones: readonly string[]): Promise<string[]> {
  const given = zones.flatMap((zone) =>
    changes(zone).flatMap((change) =>
      around.map((minutes) => {
        const at = change.add({ minutes });
        const { offsetNanoseconds } = at.toZonedDateTimeISO(zone);
        return { zone, at: at.toString(), seconds: Math.round(offsetNanoseconds / 1e9) };
      }),
    ),
  );
  const { rows } = await sql<{ zone: string }>`
    select distinct zone from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (zone text, at timestamptz, seconds int)
    where extract(epoch from (at at time zone zone) - (at at time zone 'UTC')) <> seconds order by 1`.execute(
    db.admin,
  );
  return rows.map(({ zone }) => zone);
}

/** Both clock changes of a year, or two days of a zone without. */
function changes(zone: string): Temporal.Instant[] {
  const start = Temporal.ZonedDateTime.from(`2026-01-01T00:00[${zone}]`);
  const first = start.getTimeZoneTransition("next");
  const second = first?.getTimeZoneTransition("next");
  const found = [first, second].flatMap((change) =>
    change && change.year < 2028 ? [change.toInstant()] : [],
  );
  return found.length === 2 ? found : [start.toInstant(), start.add({ months: 6 }).toInstant()];
}

/** Something that is due, and when it is brought. */
interface Case {
  zone: string;
  windows: QuietWindow[];
  due: string;
  brought: string;
}

function cases(zone: string): Case[] {
  return changes(zone).flatMap((change) =>
    weeks.flatMap((windows) =>
      around.map((minutes) => {
        const due = change.add({ minutes });
        const preferences = {
          zone,
          lowEnergy: null,
          digestTimes: ["18:00"],
          choices: [],
          quiet: { email: windows },
        };
        const plan = planFor({ topic: "sessions", channel: "email" }, preferences, due);
        return { zone, windows, due: due.toString(), brought: plan?.deliverAt?.toString() ?? "never" };
      }),
    ),
  );
}

/** PostgreSQL's own arithmetic: whether it is quiet at `moment` in `zone`, by the local time that it computes. */
const quietByPostgres = sql`exists (
  select from jsonb_array_elements(windows) w,
    lateral (select (moment at time zone zone)::time as clock, extract(isodow from moment at time zone zone)::int as today) l,
    lateral (select (w ->> 'from')::time as since, (w ->> 'to')::time as til,
      w -> 'weekdays' @> to_jsonb(l.today) as on_today, w -> 'weekdays' @> to_jsonb((l.today + 5) % 7 + 1) as on_yesterday) t
  where case when t.since < t.til then t.on_today and l.clock >= t.since and l.clock < t.til
    else (t.on_today and l.clock >= t.since) or (t.on_yesterday and l.clock < t.til) end)`;

test("in every zone, around both clock changes, nothing is brought in quiet hours, and all that is held comes when they end", async () => {
  const zones = await everyZone();
  expect(zones.length).toBeGreaterThan(400);
  expect(zones.filter((zone) => knownZone(zone) !== zone)).toEqual([]);
  const apart = await disagreeing(zones);
  expect(apart.length, `different rules: ${apart.join(", ")}`).toBeLessThanOrEqual(5);
  const given = zones.filter((zone) => !apart.includes(zone)).flatMap(cases);
  expect(given.filter(({ brought }) => brought === "never")).toEqual([]);
  // All windows and changes are at quarters of an hour, so a moment in each quarter stands for all of it.
  const { rows } = await sql<{
    checked: number;
    held: number;
    early: number;
    late: number;
    examples: string[];
  }>`
    with given as (
      select zone, windows, due, brought from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as g (zone text, windows jsonb, due timestamptz, brought timestamptz)),
    judged as (
      select zone, due, brought, moment, moment = brought as is_last, ${quietByPostgres} as quiet
      from given cross join lateral generate_series(due, brought, interval '15 minutes') as moment)
    select count(distinct (zone, due, brought))::int as checked,
      count(*) filter (where not is_last)::int as held,
      count(*) filter (where is_last and quiet)::int as early,
      count(*) filter (where not is_last and not quiet)::int as late,
      coalesce((array_agg(zone || ' ' || due || ' ' || brought) filter (where is_last = quiet))[1:5], '{}') as examples
    from judged`.execute(db.admin);
  const [found] = rows;
  expect(found).toMatchObject({ early: 0, late: 0, examples: [] });
  expect(found?.checked).toBeGreaterThan(20_000);
  expect(found?.held).toBeGreaterThan(100_000);
}, 300_000);

test("in every zone, around both clock changes, a digest comes at the time that the clock shows", async () => {
  const times = ["02:30", "18:00"];
  const zones = await everyZone();
  const apart = new Set(await disagreeing(zones));
  const given = zones
    .filter((zone) => !apart.has(zone))
    .flatMap((zone) =>
      changes(zone).flatMap((change) =>
        around.map((minutes) => {
          const due = change.add({ minutes });
          return { zone, due: due.toString(), next: nextLocalTime(due, zone, times).toString() };
        }),
      ),
    );
  const { rows } = await sql<{ zone: string; due: string; next: string; clock: string }>`
    select zone, due, next, (next::timestamptz at time zone zone)::time::text as clock
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (zone text, due text, next text)
    where next::timestamptz <= due::timestamptz or next::timestamptz > due::timestamptz + interval '26 hours'
      or ((next::timestamptz at time zone zone)::time not in ('02:30', '18:00')
        -- Left out by the clock, it comes as much later as the clock was moved: PostgreSQL reads such a time in the same way.
        and next::timestamptz <> ((next::timestamptz at time zone zone)::date + time '02:30') at time zone zone)`.execute(
    db.admin,
  );
  expect(rows).toEqual([]);
}, 300_000);
