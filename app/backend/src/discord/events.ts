import { z } from "zod";
import type { Database } from "../database/database.ts";
import { enqueue } from "../jobs/queue.ts";
import { findEvent, saveEvent, saveEventId } from "./queries.ts";
import { type DiscordRest, Missing } from "./rest.ts";

/** Discord's numbers: only members of the server see it, and it takes place somewhere else. */
const privacyLevel = 2;
const entityType = 3;

const created = z.object({ id: z.string().regex(/^\d{1,20}$/) });

/**
 * Shows a session as an event on the Discord server, or no longer, in the transaction of the change. Call it only while everybody in the
 * session wants that, and again when the session moves or ends: an event is seen by everybody on the server.
 */
export async function showAsEvent(
  tx: Database,
  { sessionId, guildId, wanted }: { sessionId: string; guildId: string; wanted: boolean },
): Promise<void> {
  await saveEvent(tx, sessionId, guildId, wanted).execute();
  await enqueue(tx, "discord-event", { sessionId });
}

/**
 * Makes, changes or removes the event of one session. It names the game and nobody. Each session has an event of its own: Discord's
 * repeating events keep UTC and jump by an hour when clocks change.
 */
export function syncEvent(database: Database, rest: DiscordRest, publicUrl: string) {
  return async ({ sessionId }: { sessionId: string }): Promise<void> => {
    const found = await findEvent(database, sessionId).executeTakeFirst();
    if (!found) return;
    const { guildId, eventId } = found;
    const at = {
      route: "guilds/scheduled-events",
      major: guildId,
      path: `guilds/${guildId}/scheduled-events`,
    };
    const due = found.wanted && found.status === "scheduled" && found.startsAt > new Date();
    if (!due) {
      if (!eventId) return;
      await rest.send({ ...at, method: "DELETE", path: `${at.path}/${eventId}` }).catch(unlessMissing);
      await saveEventId(database, sessionId, null).execute();
      return;
    }
    const body = {
      name: found.game,
      privacy_level: privacyLevel,
      entity_type: entityType,
      scheduled_start_time: found.startsAt.toISOString(),
      scheduled_end_time: found.endsAt.toISOString(),
      entity_metadata: { location: new URL(`/sessions/${sessionId}`, publicUrl).href },
    };
    const changed =
      eventId &&
      (await rest.send({ ...at, method: "PATCH", path: `${at.path}/${eventId}`, body }).catch(unlessMissing));
    if (changed) return;
    const { id } = created.parse(await rest.send({ ...at, method: "POST", body }));
    await saveEventId(database, sessionId, id).execute();
  };
}

/** Somebody removed it on Discord: that is as good as removed, and makes a new one necessary. */
function unlessMissing(error: unknown): null {
  if (error instanceof Missing) return null;
  throw error;
}
