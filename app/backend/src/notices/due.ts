import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { Ended, Held } from "../database/tables/notices.ts";
import { enqueue } from "../jobs/queue.ts";
import type { Channel } from "./channels.ts";
import { kindOf } from "./kinds.ts";
import { type Preferences, stillHeld } from "./plan.ts";
import { instantOf } from "./preferences.ts";
import { endNotice, holdNotice, waiting } from "./queries.ts";
import { type ShownNotice, shownNotices } from "./shown.ts";

/** Most of one person's notices that one look brings: the rest follows in the next. */
const atOnce = 50;

/** Whose notices, and by what. */
export interface Addressee {
  userId: string;
  channel: Channel;
}

/**
 * What of a channel is to be brought now, by what holds at this moment: a person who was blocked since is not spoken of, quiet hours that were
 * chosen since are kept, what is too late is not sent. The caller has locked the person's settings.
 */
export async function takeDue(
  tx: Database,
  { userId, channel }: Addressee,
  preferences: Preferences,
  now: Temporal.Instant,
): Promise<ShownNotice[]> {
  const moment = new Date(now.epochMilliseconds);
  const ids = await waiting(tx, userId, channel)
    .select("id")
    .where("deliver_at", "<=", moment)
    .where((where) => where.or([where("claimed_until", "is", null), where("claimed_until", "<=", moment)]))
    .orderBy("created_at")
    .orderBy("id")
    .limit(atOnce)
    .execute();
  if (ids.length === 0) return [];
  if (ids.length === atOnce) await enqueue(tx, "deliver", { userId, channel });
  const wanted = ids.map(({ id }) => id);
  return sift(tx, { userId, channel, ids: wanted }, preferences, now);
}

/** Which of these notices may be brought now. The others wait longer, or end. */
export async function sift(
  tx: Database,
  { userId, channel, ids }: Addressee & { ids: readonly string[] },
  preferences: Preferences,
  now: Temporal.Instant,
): Promise<ShownNotice[]> {
  const found = await shownNotices(tx, userId)
    .where("n.id", "in", [...ids])
    .orderBy("n.created_at")
    .orderBy("n.id")
    .execute();
  const visible = new Set(found.map(({ id }) => id));
  for (const id of ids) if (!visible.has(id)) await endNotice(tx, id, "withdrawn", now).execute();
  const due: ShownNotice[] = [];
  for (const notice of found) {
    const verdict = judge(notice, preferences, now);
    if (verdict === "bring") due.push(notice);
    else if (typeof verdict === "string") await endNotice(tx, notice.id, verdict, now).execute();
    else await hold(tx, { userId, channel, id: notice.id }, verdict);
  }
  return due;
}

/** What becomes of a notice whose time has come. */
type Verdict = "bring" | Ended | { until: Temporal.Instant | null; held: Held };

function judge(notice: ShownNotice, preferences: Preferences, now: Temporal.Instant): Verdict {
  const kind = kindOf(notice.kind);
  if (!kind) return "bring";
  const usefulUntil = instantOf(notice.useful_until);
  // The application is also where people look things up, so it shows it later too.
  if (notice.channel !== "in_app" && usefulUntil && Temporal.Instant.compare(usefulUntil, now) <= 0)
    return "too_late";
  return stillHeld({ topic: kind.topic, channel: notice.channel }, preferences, now) ?? "bring";
}

/** Lets a notice wait, and gives the job that brings it. */
export async function hold(
  tx: Database,
  { id, userId, channel }: Addressee & { id: string },
  { until, held }: { until: Temporal.Instant | null; held: Held | null },
): Promise<void> {
  await holdNotice(tx, id, until, held).execute();
  if (until) await enqueue(tx, "deliver", { userId, channel }, { after: until });
}
