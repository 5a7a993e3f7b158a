import type { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { ApiError } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import { leavesTime } from "../quiet-hours/quiet.ts";
import { quietWindows } from "../quiet-hours/window.ts";
import { channels } from "./channels.ts";
import { defaultTimings, topics } from "./kinds.ts";
import { knownZone } from "./preferences.ts";
import { replan } from "./replan.ts";
import type { NoticeSettingsBody, noticeSettingsAnswer } from "./schemas.ts";
import {
  findSettings,
  findZone,
  listChoices,
  listQuietHours,
  lockSettings,
  saveChoice,
  saveQuietHours,
  saveSettings,
} from "./setting-queries.ts";

/** How somebody is told of things, with the defaults of what they never chose. */
export async function readSettings(
  database: Database,
  userId: string,
): Promise<z.input<typeof noticeSettingsAnswer>> {
  const settings = await findSettings(database, userId).executeTakeFirst();
  const profile = await findZone(database, userId).executeTakeFirst();
  const chosen = await listChoices(database, userId).execute();
  const quiet = await listQuietHours(database, userId).execute();
  return {
    timeZone: knownZone(profile?.time_zone),
    choices: topics.flatMap((topic) =>
      channels.map((channel) => {
        const one = chosen.find((row) => row.topic === topic && row.channel === channel);
        const timing = one?.timing ?? defaultTimings[topic][channel];
        return { topic, channel, timing, passesQuiet: one?.passes_quiet ?? false };
      }),
    ),
    digestTimes: (settings?.digest_times ?? ["18:00:00"]).map((time) => time.slice(0, 5)),
    lowEnergy: {
      on: settings?.low_energy ?? false,
      until: settings?.low_energy_until?.toISOString() ?? null,
    },
    quietHours: channels.map((channel) => {
      const row = quiet.find((one) => one.channel === channel);
      return { channel, windows: quietWindows.parse(row?.windows ?? []) };
    }),
  };
}

/** Changes what is given of it, and moves what waits accordingly. */
export async function changeSettings(
  tx: Database,
  userId: string,
  body: NoticeSettingsBody,
  now: Temporal.Instant,
): Promise<void> {
  assertUsable(body);
  await lockSettings(tx, userId);
  const { choices = [], quietHours = [], digestTimes, lowEnergy } = body;
  for (const choice of choices) await saveChoice(tx, userId, choice).execute();
  for (const { channel, windows } of quietHours) await saveQuietHours(tx, userId, channel, windows).execute();
  if (digestTimes || lowEnergy) await saveSettings(tx, userId, { digestTimes, lowEnergy }).execute();
  await replan(tx, userId, now);
}

function assertUsable({ choices = [], quietHours = [] }: NoticeSettingsBody): void {
  if (choices.some(({ channel, timing }) => channel === "in_app" && timing === "never"))
    throw new ApiError(
      "invalid_request",
      "Notices are always kept in the application. Choose a digest to see them less often.",
    );
  if (quietHours.some(({ windows }) => windows.length > 0 && !leavesTime(windows)))
    throw new ApiError(
      "invalid_request",
      "These quiet hours leave no time in the week. Leave some, or turn the topics off.",
    );
}
