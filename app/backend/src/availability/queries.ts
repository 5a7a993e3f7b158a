import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** Hours of a weekday, as the database has them. */
export interface HoursRow {
  weekday: number;
  from: string;
  to: string;
}

const from = sql<string>`to_char(starts_at, 'HH24:MI')`;
// `to_char` writes 24:00 as 00:00.
const to = sql<string>`left(ends_at::text, 5)`;

/** The zone of somebody's week. */
export function findWeek(database: Database, userId: string) {
  return database.selectFrom("UserWeek").select(["time_zone as timeZone"]).where("user_id", "=", userId);
}

/** Zones of several people's weeks. */
export function findWeeks(database: Database, userIds: readonly string[]) {
  return database
    .selectFrom("UserWeek")
    .select(["user_id as userId", "time_zone as timeZone"])
    .where("user_id", "=", anyOf(userIds));
}

/** Hours of people's weeks; `counts` is false for those from before that overlap others. */
export function listHours(database: Database, ...userIds: readonly string[]) {
  return database
    .selectFrom("UserAvailability")
    .select([
      "user_id as userId",
      "weekday",
      from.as("from"),
      to.as("to"),
      sql<boolean>`minutes_of_week is not null`.as("counts"),
    ])
    .where("user_id", "=", anyOf(userIds))
    .where("removed_at", "is", null)
    .orderBy("weekday")
    .orderBy("starts_at");
}

function anyOf(ids: readonly string[]) {
  return sql<string>`any(${ids}::uuid[])`;
}

/** Exceptions of people from a date on, by date. */
export function listExceptions(database: Database, userIds: readonly string[], since: string) {
  return database
    .selectFrom("AvailabilityException")
    .select([
      "user_id as userId",
      "id",
      sql<string>`to_char(on_date, 'YYYY-MM-DD')`.as("date"),
      "kind",
      from.as("from"),
      to.as("to"),
    ])
    .where("user_id", "=", anyOf(userIds))
    .where("removed_at", "is", null)
    .where("on_date", ">=", since)
    .orderBy("on_date")
    .orderBy("starts_at");
}

/** Sets the zone of somebody's week, and locks the week until the transaction ends. */
export function saveZone(database: Database, userId: string, timeZone: string) {
  return database
    .insertInto("UserWeek")
    .values({ user_id: userId, time_zone: timeZone })
    .onConflict((conflict) =>
      conflict.column("user_id").doUpdateSet((eb) => ({
        time_zone: timeZone,
        version: eb("UserWeek.version", "+", 1),
        updated_at: sql<Date>`now()`,
      })),
    );
}

/** Takes all hours out of somebody's week. */
export function removeHours(database: Database, userId: string) {
  return database
    .updateTable("UserAvailability")
    .set({ removed_at: sql<Date>`now()` })
    .where("user_id", "=", userId)
    .where("removed_at", "is", null);
}

/** Adds hours to somebody's week. The database refuses hours that overlap. */
export function insertHours(
  database: Database,
  userId: string,
  hours: readonly (HoursRow & { span: { from: number; to: number } })[],
) {
  return database.insertInto("UserAvailability").values(
    hours.map((row) => ({
      user_id: userId,
      weekday: row.weekday,
      starts_at: row.from,
      ends_at: row.to,
      minutes_of_week: `[${row.span.from},${row.span.to})`,
    })),
  );
}

/** Adds hours of one date. The database refuses hours that overlap. */
export function insertException(
  database: Database,
  userId: string,
  { date, kind, from: starts, to: ends }: { date: string; kind: "free" | "busy"; from: string; to: string },
) {
  return database
    .insertInto("AvailabilityException")
    .values({ user_id: userId, on_date: date, kind, starts_at: starts, ends_at: ends })
    .returning("id");
}

/** Takes hours of a date out, or brings them back. */
export function setExceptionRemoved(database: Database, userId: string, id: string, removed: boolean) {
  return database
    .updateTable("AvailabilityException")
    .set({ removed_at: removed ? sql<Date>`now()` : null })
    .where("id", "=", id)
    .where("user_id", "=", userId)
    .where("removed_at", removed ? "is" : "is not", null)
    .returning("id");
}
