import type { Database } from "../database/database.ts";
import { agree, setPlaceOf } from "../sessions/places.ts";
import { findSession } from "../sessions/queries.ts";
import { remindAll } from "../sessions/remind.ts";
import { happenToSession, settleSession } from "../sessions/settle.ts";
import type { RequestHappening } from "./happening.ts";
import { ownEffects } from "./own-effects.ts";
import type { RequestRow } from "./queries.ts";
import type { RequestEffect } from "./transitions.ts";

type Effect = (tx: Database, request: RequestRow, happening: RequestHappening) => Promise<void>;

/** What each effect of the table of transitions does. */
export const requestEffects: Readonly<Record<RequestEffect, Effect>> = {
  ...ownEffects,
  take_place: takePlace,
  give_up_place: async (tx, { sessionId, recipientId }) => {
    if (sessionId) await setPlaceOf(tx, sessionId, recipientId, "declined").execute();
  },
  ask_again: async (tx, { sessionId, recipientId }, happening) => {
    if (!sessionId) return;
    const reopened = await happenToSession(tx, sessionId, { ...happening, by: "people", on: "ask_again" });
    if (!reopened) await setPlaceOf(tx, sessionId, recipientId, "asked").execute();
  },
  settle_session: async (tx, { sessionId }, happening) => {
    if (sessionId) await settleSession(tx, sessionId, happening);
  },
};

/** The recipient has agreed to the script that they saw, and the host with the proposal itself. */
async function takePlace(
  tx: Database,
  request: RequestRow,
  { seenVersion, now }: RequestHappening,
): Promise<void> {
  const session = request.sessionId && (await findSession(tx, request.sessionId).executeTakeFirst());
  if (!session || seenVersion === undefined) throw new Error("a request without a script cannot be accepted");
  await agree(tx, session.id, session.hostId, session.scriptVersion).execute();
  await agree(tx, session.id, request.recipientId, seenVersion).execute();
  if (session.status === "scheduled") await remindAll(tx, session, now);
}
