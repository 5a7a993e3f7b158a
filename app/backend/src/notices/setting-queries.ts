import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Reminder } from "../database/tables/playing.ts";
import type { QuietWindow } from "../quiet-hours/window.ts";
import type { Channel } from "./channels.ts";
import type { Choice } from "./plan.ts";

/** A row of settings for somebody who may have none yet, locked until the transaction ends: others who tell the same person wait. */
export async function lockSettings(tx: Database, userId: string) {
  await tx
    .insertInto("NoticeSettings")
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tx
    .selectFrom("NoticeSettings")
    .select(["low_energy", "low_energy_until", "digest_times"])
    .where("user_id", "=", userId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** The same row without a lock; undefined for somebody who never changed or was told anything. */
export function findSettings(database: Database, userId: string) {
  return database
    .selectFrom("NoticeSettings")
    .select(["low_energy", "low_energy_until", "digest_times", "last_number"])
    .where("user_id", "=", userId);
}

/** Zone of somebody's profile. */
export function findZone(database: Database, userId: string) {
  return database.selectFrom("UserProfile").select("time_zone").where("user_id", "=", userId);
}

/** What somebody chose by topic and channel. */
export function listChoices(database: Database, userId: string) {
  return database
    .selectFrom("NoticeChoice")
    .select(["topic", "channel", "timing", "passes_quiet"])
    .where("user_id", "=", userId)
    .orderBy("topic")
    .orderBy("channel");
}

/** Somebody's quiet hours, by channel. */
export function listQuietHours(database: Database, userId: string) {
  return database
    .selectFrom("QuietHours")
    .select(["channel", "windows"])
    .where("user_id", "=", userId)
    .orderBy("channel");
}

/** Which reminders people want, and in which zone; somebody without a profile has the usual ones. */
export function listReminderChoices(database: Database, userIds: readonly string[]) {
  return database
    .selectFrom("User")
    .leftJoin("UserProfile", "UserProfile.user_id", "User.id")
    .where("User.id", "in", [...userIds])
    .select("User.id as userId")
    .select([
      sql<string>`coalesce("UserProfile".time_zone, 'UTC')`.as("zone"),
      sql<Reminder[]>`coalesce("UserProfile".reminders, '{day_before,hour_before}')`.as("reminders"),
    ])
    .orderBy("User.id");
}

/** Somebody's e-mail address, if it is proven and the account is in use. */
export function findProvenAddress(database: Database, userId: string) {
  return database
    .selectFrom("User")
    .select("email")
    .where("id", "=", userId)
    .where("status", "=", "active")
    .where("email_verified_at", "is not", null);
}

/** Keeps what somebody chose for a topic and a channel. */
export function saveChoice(tx: Database, userId: string, { topic, channel, timing, passesQuiet }: Choice) {
  const chosen = { timing, passes_quiet: passesQuiet };
  return tx
    .insertInto("NoticeChoice")
    .values({ user_id: userId, topic, channel, ...chosen })
    .onConflict((conflict) =>
      conflict
        .columns(["user_id", "topic", "channel"])
        .doUpdateSet({ ...chosen, updated_at: sql<Date>`now()` }),
    );
}

/** Keeps the quiet hours of a channel. */
export function saveQuietHours(
  tx: Database,
  userId: string,
  channel: Channel,
  windows: readonly QuietWindow[],
) {
  const text = JSON.stringify(windows);
  return tx
    .insertInto("QuietHours")
    .values({ user_id: userId, channel, windows: text })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "channel"]).doUpdateSet({ windows: text, updated_at: sql<Date>`now()` }),
    );
}

/** Keeps what is given of somebody's settings. */
export function saveSettings(
  tx: Database,
  userId: string,
  {
    digestTimes,
    lowEnergy,
  }: { digestTimes: string[] | undefined; lowEnergy: { on: boolean; until: string | null } | undefined },
) {
  return tx
    .updateTable("NoticeSettings")
    .set({
      updated_at: sql<Date>`now()`,
      ...(digestTimes && { digest_times: [...new Set(digestTimes)].sort() }),
      ...(lowEnergy && {
        low_energy: lowEnergy.on,
        low_energy_until: lowEnergy.on && lowEnergy.until ? new Date(lowEnergy.until) : null,
      }),
    })
    .where("user_id", "=", userId);
}
