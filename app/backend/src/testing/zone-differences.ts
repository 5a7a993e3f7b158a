import { type RawBuilder, sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";

/** From an instant on, PostgreSQL has another offset for a zone than Node. Offsets in minutes. */
export interface ZoneDifference {
  zone: string;
  at: string;
  node: number;
  postgres: number;
}

/** An instant in seconds since 1970, with the offset that Node has then, in minutes. */
interface Expected {
  zone: string;
  at: number;
  node: number;
}

const hour = 3_600;

/**
 * Where PostgreSQL's zone data differs from Node's in a range of time: the offsets right before and at every change that Node knows, and
 * every twelve hours, so that a change that only PostgreSQL knows is found too.
 */
export async function zoneDifferences(
  database: Database,
  zones: Iterable<string>,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<ZoneDifference[]> {
  const found: ZoneDifference[] = [];
  for (const zone of zones) {
    const expected = expectedOffsets(zone, from, to);
    const { rows } = await differing(zone, expected).execute(database);
    const [first] = rows;
    if (first) found.push({ zone, ...first, at: new Date(first.at * 1_000).toISOString() });
  }
  return found;
}

/** Changes of a zone's clocks in a range of time. */
export function transitionsOf(
  zone: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Temporal.ZonedDateTime[] {
  const found = [];
  let next = from.toZonedDateTimeISO(zone).getTimeZoneTransition("next");
  for (; next && next.epochMilliseconds < to.epochMilliseconds; next = next.getTimeZoneTransition("next"))
    found.push(next);
  return found;
}

function expectedOffsets(zone: string, from: Temporal.Instant, to: Temporal.Instant): Expected[] {
  const seconds = (instant: { epochMilliseconds: number }) => Math.floor(instant.epochMilliseconds / 1_000);
  const times = new Set<number>();
  for (let at = seconds(from); at < seconds(to); at += 12 * hour) times.add(at);
  for (const change of transitionsOf(zone, from, to)) times.add(seconds(change) - 1).add(seconds(change));
  return [...times].sort((a, b) => a - b).map((at) => ({ zone, at, node: offsetAt(zone, at) }));
}

function offsetAt(zone: string, at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at * 1_000).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
}

function differing(
  zone: string,
  expected: readonly Expected[],
): RawBuilder<{ at: number; node: number; postgres: number }> {
  return sql`select at::float8, node::float8, postgres::float8 from unnest(${expected.map(({ at }) => at)}::float8[],
      ${expected.map(({ node }) => node)}::float8[]) as expected (at, node)
    cross join lateral (select extract(epoch from (to_timestamp(at) at time zone ${zone}) - (to_timestamp(at) at time zone 'UTC')) / 60) own (postgres)
    where node <> postgres order by at limit 1`;
}
