import type { z } from "zod";
import type { Database } from "../database/database.ts";
import { findZone } from "../profiles/zone.ts";
import { findPlace, listPeople } from "./places.ts";
import { findSession, findSessions, type ScriptRow } from "./queries.ts";
import type { sessionAnswer } from "./schemas.ts";
import { scriptOf } from "./script-of.ts";
import { doesNotTakePlace, sentenceFor } from "./sentences.ts";

/** Somebody's place in a session. */
export type PlaceRow = Awaited<ReturnType<ReturnType<typeof findPlace>["executeTakeFirstOrThrow"]>>;

/** A session with the reader's place in it. */
interface Listed extends Pick<PlaceRow, "state" | "isHost" | "attendance"> {
  id: string;
}

/** Sessions in the form that the API returns, in the given order. */
export async function viewSessions(
  database: Database,
  readerId: string,
  places: readonly Listed[],
): Promise<z.input<typeof sessionAnswer>[]> {
  const ids = places.map(({ id }) => id);
  const zone = await findZone(database, readerId);
  const sessions = new Map((await findSessions(database, ids).execute()).map((row) => [row.id, row]));
  const people = await listPeople(database, readerId, ids).execute();
  return places.flatMap((place) => {
    const row = sessions.get(place.id);
    const there = people.filter(({ sessionId }) => sessionId === place.id);
    return row ? [sessionOf(row, place, scriptOf(seenBy(row, place), { zone, people: there }))] : [];
  });
}

/** For somebody who left, a session is as if it did not take place: who else goes is not theirs to know any more. */
function seenBy(row: ScriptRow, { state }: Pick<Listed, "state">): ScriptRow {
  return isOver(state) ? { ...row, status: "cancelled" } : row;
}

function sessionOf(
  row: ScriptRow,
  { state, isHost, attendance }: Listed,
  script: z.input<typeof sessionAnswer>["script"],
): z.input<typeof sessionAnswer> {
  const over = isOver(state);
  const status = over ? "cancelled" : row.status;
  return {
    id: row.id,
    status,
    place: over ? "over" : placeOf(state),
    isHost,
    attendance,
    pausedAt: over ? null : (row.pausedAt?.toISOString() ?? null),
    sentence: over ? doesNotTakePlace : sentenceFor(status),
    script,
  };
}

function placeOf(state: PlaceRow["state"]) {
  return state === "going" ? "going" : "asked";
}

function isOver(state: PlaceRow["state"]): boolean {
  return state !== "going" && state !== "asked";
}

/** One session for one of its people; undefined for everybody else, and for whom it is withheld from. */
export async function viewSession(
  database: Database,
  readerId: string,
  id: string,
): Promise<z.input<typeof sessionAnswer> | undefined> {
  const place = await findPlace(database, id, readerId).executeTakeFirst();
  const session = await findSession(database, id).executeTakeFirst();
  if (!place || !session) return undefined;
  const [shown] = await viewSessions(database, readerId, [{ ...place, id }]);
  return shown;
}
