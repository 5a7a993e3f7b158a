import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { enqueue } from "../jobs/queue.ts";
import { cancelReminders } from "../notices/reminders.ts";
import { closeRequests } from "../requests/close.ts";
import type { Happening } from "./happening.ts";
import { setPlaces } from "./places.ts";
import type { ScriptRow } from "./queries.ts";
import { remindAll } from "./remind.ts";
import { tellPeople } from "./tell-people.ts";
import type { SessionEffect } from "./transitions.ts";

/** Minutes after which a pause ends the session, kindly. */
export const pauseMinutes = 15;

type Effect = (tx: Database, session: ScriptRow, happening: Happening) => Promise<void>;

const going = { states: ["going"] } as const;

/** What each effect of the table of transitions does. */
export const sessionEffects: Readonly<Record<SessionEffect, Effect>> = {
  remind: (tx, session, { now }) => remindAll(tx, session, now),
  time_end: (tx, { id, endsAt }) => {
    const after = Temporal.Instant.fromEpochMilliseconds(endsAt.getTime());
    return enqueue(tx, "end-session", { sessionId: id }, { after, about: id });
  },
  tell_scheduled: (tx, session, happening) =>
    tellPeople(tx, session, "session_planned", { ...going, ...happening, actorToo: true }),
  end_requests: (tx, { id }) => closeRequests(tx, id),
  release_places: async (tx, { id }) => {
    await setPlaces(tx, id, ["asked", "going"], "called_off").execute();
    await cancelReminders(tx, id);
  },
  // Anyone who has only been asked is told of the request instead.
  tell_off: (tx, session, happening) =>
    session.status === "proposed"
      ? Promise.resolve()
      : tellPeople(tx, session, "session_ended", { ...going, ...happening }),
  time_pause: (tx, { id }, { now }) =>
    enqueue(tx, "end-pause", { sessionId: id }, { after: now.add({ minutes: pauseMinutes }), about: id }),
  tell_paused: (tx, session, happening) =>
    tellPeople(tx, session, "session_paused", { ...going, ...happening }),
  tell_resumed: (tx, session, happening) =>
    tellPeople(tx, session, "session_resumed", { ...going, ...happening }),
  tell_pause_over: (tx, session, happening) =>
    tellPeople(tx, session, "session_pause_over", { ...going, ...happening, actorToo: true }),
  // Only of those who had agreed: anyone who was still asked has not consented.
  restore_places: async (tx, { id }) => {
    await setPlaces(tx, id, ["called_off"], "going").where("agreed_version", "is not", null).execute();
  },
  ask_again_for_places: async (tx, { id }) => {
    await setPlaces(tx, id, ["called_off", "declined"], "asked").execute();
  },
  tell_on_again: (tx, session, happening) =>
    tellPeople(tx, session, "session_on_again", { ...going, ...happening }),
};
