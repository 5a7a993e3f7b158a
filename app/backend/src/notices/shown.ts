import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import { mayHearOfColumn } from "./hearing.ts";

/**
 * What somebody may be shown of their own notices, with the facts that their words need. What speaks of a person who is
 * hidden from them by now is not among them.
 */
export function shownNotices(database: Database, userId: string) {
  const idIn = (field: string) => sql<string>`(n.details ->> ${sql.lit(field)})::uuid`;
  return database
    .selectFrom("UserNotifications as n")
    .leftJoin("User as other", "other.id", "n.about_id")
    .leftJoin("UserProfile as otherProfile", "otherProfile.user_id", "n.about_id")
    .leftJoin("ScheduledSession as s", (join) => join.on("s.id", "=", idIn("sessionId")))
    .leftJoin("GameRequest as r", (join) => join.on("r.id", "=", idIn("requestId")))
    .leftJoin("Game as g", (join) =>
      join.on("g.id", "=", sql<string>`coalesce(s.game_id, r.game_id, ${idIn("gameId")})`),
    )
    .where("n.user_id", "=", userId)
    .where((where) =>
      where.or([where("n.about_id", "is", null), mayHearOfColumn(database, userId, where.ref("n.about_id"))]),
    )
    .select([
      "n.id",
      "n.kind",
      "n.details",
      "n.channel",
      "n.number",
      "n.created_at",
      "n.sent_at",
      "n.read_at",
      "n.deliver_at",
      "n.held",
      "n.digest",
      "n.useful_until",
      "n.attempts",
      "g.name as game",
    ])
    .select((select) => [
      select.fn.coalesce("otherProfile.display_name", "other.username").as("person"),
      select.fn.coalesce("s.starts_at", "r.proposed_for").as("takesPlaceAt"),
    ]);
}

/** A notice with its facts. */
export type ShownNotice = Awaited<ReturnType<ReturnType<typeof shownNotices>["execute"]>>[number];
