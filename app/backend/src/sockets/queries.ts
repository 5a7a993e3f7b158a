import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** Number of the last notice of each of these people; without any, there is no row. */
export function listLastNumbers(database: Database, userIds: readonly string[]) {
  return database
    .selectFrom("NoticeSettings")
    .select(["user_id", "last_number"])
    .where("user_id", "=", sql<string>`any(${[...userIds]}::uuid[])`);
}

/** Which of these sessions have not ended. */
export function listOpenSessions(database: Database, ids: readonly string[]) {
  return database
    .selectFrom("UserSession")
    .select("id")
    .where("id", "=", sql<string>`any(${[...ids]}::uuid[])`)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`);
}
