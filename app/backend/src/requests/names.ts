import type { z } from "zod";
import type { Database } from "../database/database.ts";
import { people } from "../safety/people.ts";
import type { personAnswer } from "../sessions/script.ts";

/** Names of people whom a reader may see, by their ids; nobody else is in it. */
export async function findNames(
  database: Database,
  readerId: string,
  ids: readonly string[],
): Promise<Map<string, z.input<typeof personAnswer>>> {
  if (ids.length === 0) return new Map();
  const rows = await people(database, readerId, "see")
    .leftJoin("UserProfile as profile", "profile.user_id", "person.id")
    .select((eb) => [
      "person.id",
      "person.username",
      eb.fn.coalesce("profile.display_name", "person.username").as("displayName"),
    ])
    .where("person.id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
