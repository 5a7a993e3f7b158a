import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { instantOf } from "./local-moment.ts";
import {
  confirmMeetings,
  findZoneData,
  lockOutdatedMeetings,
  type MeetingRow,
  moveMeeting,
  movePlaces,
  moveRequests,
  setZoneData,
} from "./queries.ts";
import { isNewer } from "./zone-data.ts";

/** A meeting whose instant changed, and who has to be told. Its local time and zone are the agreed ones. */
export interface MovedMeeting {
  sessionId: string;
  from: Temporal.Instant;
  to: Temporal.Instant;
  /** Ids of those who go or were asked. */
  people: string[];
  /** Of these, the ones for whom it is now on another session. */
  clashesFor: string[];
}

/** What one slice of the work did. */
export interface Recomputed {
  moved: MovedMeeting[];
  /** Whether every meeting to come is right by this version now. */
  done: boolean;
}

/** Meetings that one transaction looks at. */
const slice = 200;

/**
 * Computes a slice of the meetings to come by the given zone data: local time and zone stay, the instant follows. To be repeated, each
 * time in its own transaction, until it is done. With older data than the database has seen it does nothing.
 */
export async function recomputeMeetings(
  tx: Database,
  version: string,
  now: Temporal.Instant,
): Promise<Recomputed> {
  const known = await findZoneData(tx).executeTakeFirst();
  if (known && isNewer(known.version, version)) return { moved: [], done: true };
  const rows = await lockOutdatedMeetings(tx, version, new Date(now.epochMilliseconds), slice).execute();
  if (rows.length === 0) {
    await setZoneData(tx, version).execute();
    return { moved: [], done: true };
  }
  const moved: MovedMeeting[] = [];
  const right = [];
  for (const row of rows) {
    const to = instantOf({
      local: Temporal.PlainDateTime.from(row.startsLocal),
      zone: row.zone,
      fold: row.fold,
    });
    if (to.epochMilliseconds === row.startsAt.getTime()) right.push(row.id);
    else moved.push(await move(tx, row, to, version));
  }
  if (right.length > 0) await confirmMeetings(tx, right, version).execute();
  return { moved, done: false };
}

async function move(
  tx: Database,
  row: MeetingRow,
  to: Temporal.Instant,
  version: string,
): Promise<MovedMeeting> {
  const startsAt = new Date(to.epochMilliseconds);
  const endsAt = new Date(to.epochMilliseconds + row.minutes * 60_000);
  await moveMeeting(tx, row.id, { startsAt, endsAt }, version).execute();
  await moveRequests(tx, row.id, startsAt).execute();
  const places = await movePlaces(tx, row.id, { startsAt, endsAt }).execute();
  const concerned = places.filter(({ state }) => state === "going" || state === "asked");
  return {
    sessionId: row.id,
    from: Temporal.Instant.fromEpochMilliseconds(row.startsAt.getTime()),
    to,
    people: concerned.map(({ userId }) => userId).sort(),
    clashesFor: concerned
      .filter(({ clashes }) => clashes)
      .map(({ userId }) => userId)
      .sort(),
  };
}
