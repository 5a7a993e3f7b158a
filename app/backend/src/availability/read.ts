import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { utc } from "../time/zone.ts";
import { minutesOf } from "./clock.ts";
import type { Availability } from "./free-time.ts";
import { findWeek, listExceptions, listHours } from "./queries.ts";

/** When somebody has time, as far as they said so; from the day before an instant on. */
export async function readAvailability(database: Database, userId: string, since: Temporal.Instant): Promise<Availability> {
  const week = await findWeek(database, userId).executeTakeFirst();
  const zone = week?.timeZone ?? utc;
  const first = since.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 }).toString();
  const hours = await listHours(database, userId).execute();
  const exceptions = await listExceptions(database, userId, first).execute();
  const inMinutes = <Row extends { from: string; to: string }>(row: Row) => ({ ...row, from: minutesOf(row.from), to: minutesOf(row.to) });
  return { zone, hours: hours.filter(({ counts }) => counts).map(inMinutes), exceptions: exceptions.map(inMinutes) };
}
