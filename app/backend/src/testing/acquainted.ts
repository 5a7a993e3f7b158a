import { insertAcquaintance } from "../circles/queries.ts";
import type { Database } from "../database/database.ts";

/** Makes people known to each other, each to each, as if they had used each other's codes. */
export async function acquainted(database: Database, ...ids: string[]): Promise<void> {
  for (const [index, one] of ids.entries())
    for (const other of ids.slice(index + 1))
      await insertAcquaintance(database, { one, other, source: "code" }).execute();
}

/** Makes two people friends. */
export async function befriended(database: Database, one: string, other: string): Promise<void> {
  await database
    .insertInto("UserFriends")
    .values({ user_id: one, friend_id: other, status: "accepted" })
    .execute();
}
