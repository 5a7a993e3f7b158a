import type { Database } from "../database/database.ts";
import { kindOf } from "./kinds.ts";
import { knownZone } from "./preferences.ts";
import type { Notice } from "./schemas.ts";
import { findZone } from "./setting-queries.ts";
import { type ShownNotice, shownNotices } from "./shown.ts";
import { wordsOf } from "./words.ts";

/** A part of somebody's notices. */
export interface Part {
  /** Only those with a higher number, lowest first. */
  above?: number;
  /** Only those with a lower number, highest first. */
  below?: number;
  limit: number;
}

/** Somebody's notices in the application: the newest, or those above or below a number. */
export async function listNotices(database: Database, userId: string, part: Part): Promise<Notice[]> {
  const zone = knownZone((await findZone(database, userId).executeTakeFirst())?.time_zone);
  const rows = await partOf(database, userId, part).execute();
  return rows.map((row) => noticeOf(row, zone));
}

/** The query of {@link listNotices}. */
function partOf(database: Database, userId: string, { above, below, limit }: Part) {
  return shownNotices(database, userId)
    .where("n.channel", "=", "in_app")
    .where("n.number", "is not", null)
    .$if(above !== undefined, (query) => query.where("n.number", ">", String(above)))
    .$if(below !== undefined, (query) => query.where("n.number", "<", String(below)))
    .orderBy("n.number", above === undefined ? "desc" : "asc")
    .limit(limit);
}

function noticeOf(row: ShownNotice, zone: string): Notice {
  return {
    id: row.id,
    number: Number(row.number),
    kind: row.kind,
    topic: kindOf(row.kind)?.topic ?? null,
    ...wordsOf(row, zone),
    createdAt: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}
