import { z } from "zod";
import type { Database } from "../database/database.ts";
import { violatedConstraint } from "../database/violation.ts";
import { mayMeetAll } from "../requests/invited.ts";
import type { Inverse, Undoing } from "../undo/inverse.ts";
import { changeScript } from "./change-script.ts";
import { listPlaces, setAttendance, setPlaceOf } from "./places.ts";
import { countChange, findSession, lockSession } from "./queries.ts";
import { remindAll } from "./remind.ts";
import { attendances } from "./schemas.ts";
import { script } from "./script.ts";
import { happenToSession } from "./settle.ts";
import { tellPeople } from "./tell-people.ts";

const scriptBefore = z.object({ script, version: z.number().int() });

/** How commands on sessions are taken back. */
export const inverses: Readonly<Record<string, Inverse>> = {
  changeScript: async (tx, { userId, subjectId, before, now }) => {
    const was = scriptBefore.parse(before);
    await changeScript(tx, {
      sessionId: subjectId,
      hostId: userId,
      seenVersion: was.version,
      script: was.script,
      now,
    });
    return true;
  },
  leaveSession: (tx, undoing) => unlessTaken(comeBack(tx, undoing)),
  // A proposal that was called off has told everybody that it is closed; it can be proposed again.
  callOffSession: (tx, undoing) =>
    undoing.before === "proposed" ? Promise.resolve(false) : unlessTaken(takeUp(tx, undoing, "host")),
  setAttendance: async (tx, { userId, subjectId, before }) => {
    await setAttendance(tx, subjectId, userId, z.enum(attendances).parse(before)).execute();
    return true;
  },
};

/** Somebody who left comes back, while the session is to come and everybody in it may still meet. */
async function comeBack(tx: Database, undoing: Undoing): Promise<boolean> {
  const { userId, subjectId, now } = undoing;
  await lockSession(tx, subjectId).executeTakeFirst();
  const session = await findSession(tx, subjectId).executeTakeFirst();
  const places = await listPlaces(tx, subjectId).execute();
  const mine = places.find((place) => place.userId === userId);
  const others = places
    .filter(({ state }) => state === "going" || state === "called_off")
    .map((place) => place.userId);
  const possible = session && session.endsAt.getTime() > now.epochMilliseconds && mine?.state === "left";
  if (!possible || !(await mayMeetAll(tx, userId, others))) return false;
  if (session.status === "cancelled") {
    await setPlaceOf(tx, subjectId, userId, "called_off").execute();
    return takeUp(tx, undoing, mine.isHost ? "host" : "guest");
  }
  if (session.status !== "scheduled") return false;
  await setPlaceOf(tx, subjectId, userId, "going").execute();
  await countChange(tx, subjectId).execute();
  const after = await findSession(tx, subjectId).executeTakeFirstOrThrow();
  await remindAll(tx, after, now);
  await tellPeople(tx, after, "session_changed", { states: ["going"], actorId: userId });
  return true;
}

/** Takes a session up again that did not take place, with the people who had agreed to it. */
async function takeUp(
  tx: Database,
  { userId, subjectId, now }: Undoing,
  by: "host" | "guest",
): Promise<boolean> {
  const session = await findSession(tx, subjectId).executeTakeFirst();
  if (!session || session.endsAt.getTime() <= now.epochMilliseconds) return false;
  if (!(await happenToSession(tx, subjectId, { by, on: "undo", now, actorId: userId }))) return false;
  const there = (await listPlaces(tx, subjectId).execute())
    .filter(({ state }) => state === "going")
    .map((place) => place.userId);
  if (there.length < session.fewestPeople) return false;
  for (const each of there) if (!(await mayMeetAll(tx, each, there))) return false;
  return true;
}

/** False when somebody has another session at that time meanwhile: the caller's transaction is rolled back. */
async function unlessTaken(done: Promise<boolean>): Promise<boolean> {
  return done.catch((error: unknown) => {
    if (violatedConstraint(error) === undefined) throw error;
    return false;
  });
}
