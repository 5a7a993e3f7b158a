import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { spanInWords } from "../time/words.ts";
import { utc } from "../time/zone.ts";
import type { PersonRow } from "./places.ts";
import type { ScriptRow } from "./queries.ts";
import type { scriptAnswer, sessionTimeAnswer } from "./script.ts";

/** What a script is shown with: the people whom the reader may see, and the reader's zone. */
export interface ScriptReader {
  zone: string;
  people: readonly PersonRow[];
}

/** A session's script in the form that the API returns. In a session that does not take place nobody is listed, whatever the reason. */
export function scriptOf(row: ScriptRow, { zone, people }: ScriptReader): z.input<typeof scriptAnswer> {
  const there =
    row.status === "cancelled" ? [] : people.filter(({ state }) => state === "asked" || state === "going");
  return {
    version: row.scriptVersion,
    game: { id: row.gameId, name: row.gameName },
    platform: row.platform,
    time: timeOf(row, zone),
    talk: row.talk,
    startHow: row.startHow,
    ifLate: row.ifLate,
    leaveHow: row.leaveHow,
    fewestPeople: row.fewestPeople,
    people: there.map(({ id, username, displayName, isHost, state }) => ({
      person: { id, username, displayName },
      isHost,
      state: state === "going" ? "going" : "asked",
    })),
    warnings: there.filter(({ warned }) => warned).map(({ id }) => id),
  };
}

/** When a session takes place, in the agreed zone and in the reader's. */
function timeOf(
  row: Pick<ScriptRow, "startsAt" | "endsAt" | "timeZone">,
  readersZone: string,
): z.input<typeof sessionTimeAnswer> {
  const starts = Temporal.Instant.fromEpochMilliseconds(row.startsAt.getTime());
  const ends = Temporal.Instant.fromEpochMilliseconds(row.endsAt.getTime());
  const minutes = (ends.epochMilliseconds - starts.epochMilliseconds) / 60_000;
  return {
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    minutes: Math.round(minutes),
    agreed: inZone(starts, ends, row.timeZone ?? utc),
    yours: inZone(starts, ends, readersZone),
  };
}

function inZone(starts: Temporal.Instant, ends: Temporal.Instant, zone: string) {
  const from = starts.toZonedDateTimeISO(zone);
  const to = ends.toZonedDateTimeISO(zone);
  const exactly = { smallestUnit: "second", timeZoneName: "never" } as const;
  return { zone, starts: from.toString(exactly), ends: to.toString(exactly), inWords: spanInWords(from, to) };
}
