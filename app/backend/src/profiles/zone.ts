import type { Database } from "../database/database.ts";
import { utc } from "../time/zone.ts";

/** The zone in which somebody reads times. */
export async function findZone(database: Database, userId: string): Promise<string> {
  const row = await database
    .selectFrom("UserProfile")
    .select("time_zone as zone")
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row?.zone ?? utc;
}
