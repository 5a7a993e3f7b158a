import type { Temporal } from "temporal-polyfill";
import { ApiError, notFound } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import { timesOf } from "../requests/propose.ts";
import { moveRequests } from "../time/queries.ts";
import { zoneDataVersion } from "../time/zone-data.ts";
import { listPlaces, movePlacesTo } from "./places.ts";
import { findSession, lockSession, type ScriptRow, setScript } from "./queries.ts";
import { type Script, script } from "./script.ts";

/** A script that replaces one that nobody has agreed to yet. */
export interface ScriptChange {
  sessionId: string;
  hostId: string;
  /** The version that the host saw. */
  seenVersion: number;
  script: Script;
  now: Temporal.Instant;
}

/** Changes the script of a proposed session. @returns the script before @throws ApiError when it is too late, or not the host's */
export async function changeScript(
  tx: Database,
  change: ScriptChange,
): Promise<{ before: Script; version: number }> {
  await lockSession(tx, change.sessionId).executeTakeFirst();
  const session = await findSession(tx, change.sessionId).executeTakeFirst();
  if (session?.hostId !== change.hostId) throw notFound("session");
  const places = await listPlaces(tx, change.sessionId).execute();
  if (session.status !== "proposed" || places.some(({ state }) => state === "going"))
    throw new ApiError(
      "conflict",
      "Somebody has agreed to this script, so it stays. Propose another session instead.",
    );
  if (session.scriptVersion !== change.seenVersion)
    throw new ApiError(
      "stale",
      "The session was changed since you saw it. Look at it again, then change it.",
    );
  const when = timesOf(change.script, change.now);
  await setScript(tx, change.sessionId, { ...change.script, ...when, zoneData: zoneDataVersion }).execute();
  await moveRequests(tx, change.sessionId, when.startsAt).execute();
  await movePlacesTo(tx, change.sessionId, when).execute();
  return { before: storedScript(session), version: session.scriptVersion + 1 };
}

/** The script of a session as it would be proposed again. */
function storedScript(row: ScriptRow): Script {
  return script.parse({
    gameId: row.gameId,
    platform: row.platform,
    starts: { local: row.startsLocal, zone: row.timeZone, ...(row.fold !== "only" && { fold: row.fold }) },
    minutes: row.minutes,
    talk: row.talk,
    startHow: row.startHow,
    ifLate: row.ifLate,
    leaveHow: row.leaveHow,
  });
}
