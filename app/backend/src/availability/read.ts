import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { utc } from "../time/zone.ts";
import { minutesOf } from "./clock.ts";
import type { Availability } from "./free-time.ts";
import { findWeeks, listExceptions, listHours } from "./queries.ts";

/** When each of several people has time, as far as they said so, from a moment on; in three queries, however many they are. */
export async function readAvailability(
  database: Database,
  userIds: readonly string[],
  since: Temporal.Instant,
): Promise<Map<string, Availability>> {
  // Two days before in UTC: the day before in every zone.
  const first = since.toZonedDateTimeISO(utc).toPlainDate().subtract({ days: 2 }).toString();
  const weeks = await findWeeks(database, userIds).execute();
  const hours = await listHours(database, ...userIds).execute();
  const exceptions = await listExceptions(database, userIds, first).execute();
  const inMinutes = <Row extends { from: string; to: string }>(row: Row) => ({
    ...row,
    from: minutesOf(row.from),
    to: minutesOf(row.to),
  });
  const of = <Row extends { userId: string }>(rows: readonly Row[]) =>
    Map.groupBy(rows, ({ userId }) => userId);
  const hoursOf = of(hours.filter(({ counts }) => counts).map(inMinutes));
  const exceptionsOf = of(exceptions.map(inMinutes));
  const zones = new Map(weeks.map(({ userId, timeZone }) => [userId, timeZone]));
  return new Map(
    userIds.map((id) => [
      id,
      { zone: zones.get(id) ?? utc, hours: hoursOf.get(id) ?? [], exceptions: exceptionsOf.get(id) ?? [] },
    ]),
  );
}
