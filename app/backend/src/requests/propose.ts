import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { ApiError, notFound } from "../api/api-error.ts";
import { askQuestion } from "../consent/ask.ts";
import { openAlready } from "../consent/rules.ts";
import type { Database } from "../database/database.ts";
import { violatedConstraint } from "../database/violation.ts";
import { findGame } from "../games/queries.ts";
import { enqueue } from "../jobs/queue.ts";
import { tell } from "../notices/tell.ts";
import { lockPeople } from "../safety/locks.ts";
import { insertPlaces, type NewPlace } from "../sessions/places.ts";
import { insertSession } from "../sessions/queries.ts";
import type { Script } from "../sessions/script.ts";
import { chosenMoment } from "../time/chosen.ts";
import { instantOf } from "../time/local-moment.ts";
import { zoneDataVersion } from "../time/zone-data.ts";
import { assertFree, invited } from "./invited.ts";
import { insertRequest } from "./queries.ts";
import type { proposal } from "./schemas.ts";

/** Days after which an open request closes by itself, if the session has not begun before. */
const openDays = 7;
/** How soon, and how far ahead, a session can begin. */
const soonestMinutes = 15;
const farthestDays = 366;

/** Who proposes what to whom. */
export interface Proposal extends z.output<typeof proposal> {
  hostId: string;
  /** The request that this one answers with something else. */
  countersId: string | null;
  now: Temporal.Instant;
}

/** Proposes a session: everybody gets the same script and is asked for themselves. @throws ApiError saying why not */
export async function propose(
  tx: Database,
  proposed: Proposal,
): Promise<{ sessionId: string; requestIds: string[] }> {
  const { hostId, script, now } = proposed;
  const when = timesOf(script, now);
  await lockPeople(tx, [hostId, ...proposed.recipientIds]);
  const places = await invited(tx, proposed);
  await assertGameFits(tx, script.gameId, places.length, proposed.fewestPeople);
  await assertFree(tx, hostId, when);
  const [only] = places.length === 2 ? places.filter(({ isHost }) => !isHost) : [];
  const { id: sessionId } = await insertSession(tx, {
    ...script,
    ...when,
    hostId,
    guestId: only?.userId ?? null,
    zoneData: zoneDataVersion,
    fewestPeople: proposed.fewestPeople,
  }).executeTakeFirstOrThrow();
  await insertPlaces(tx, sessionId, places).execute();
  const requestIds = [];
  for (const place of places.filter(({ isHost }) => !isHost)) {
    requestIds.push(await askOne(tx, proposed, { ...place, sessionId, startsAt: when.startsAt }));
  }
  return { sessionId, requestIds };
}

async function askOne(
  tx: Database,
  { hostId, script, countersId, now }: Proposal,
  { userId, withheld, sessionId, startsAt }: NewPlace & { sessionId: string; startsAt: Date },
): Promise<string> {
  const closes = now.add({ hours: openDays * 24 });
  const expiresAt = new Date(Math.min(closes.epochMilliseconds, startsAt.getTime()));
  const id = randomUUID();
  // Anyone who is asked in silence has no open question: the host could find out by asking something else.
  if (!withheld)
    await askQuestion(tx, { askerId: hostId, askedId: userId, kind: "game_request", aboutId: id }, now);
  const request = {
    id,
    senderId: hostId,
    recipientId: userId,
    sessionId,
    gameId: script.gameId,
    proposedFor: startsAt,
  };
  await insertRequest(tx, { ...request, expiresAt, countersId })
    .execute()
    .catch(askedAlready);
  const after = Temporal.Instant.fromEpochMilliseconds(expiresAt.getTime());
  await enqueue(tx, "expire-request", { requestId: id }, { after, key: id });
  if (withheld) return id;
  const kind = countersId ? "request_countered" : "request_received";
  await tell(tx, {
    to: userId,
    kind,
    details: { requestId: id },
    about: hostId,
    key: `${kind}:${id}`,
    until: after,
  });
  return id;
}

/** One open request between two people: asked in silence, it is refused in the words in which any second question is. */
function askedAlready(error: unknown): never {
  if (violatedConstraint(error) !== "GameRequest_pair_key") throw error;
  throw new ApiError("conflict", openAlready);
}

/** The times of a script. @throws ApiError when they do not exist, are over or are too far away */
export function timesOf({ starts, minutes }: Script, now: Temporal.Instant) {
  const moment = chosenMoment(starts);
  const start = instantOf(moment).epochMilliseconds;
  const ahead = start - now.epochMilliseconds;
  if (ahead < soonestMinutes * 60_000)
    throw new ApiError("invalid_request", `Choose a time at least ${soonestMinutes} minutes from now.`);
  if (ahead > farthestDays * 86_400_000)
    throw new ApiError("invalid_request", "Choose a time within a year.");
  return {
    local: starts.local,
    zone: moment.zone,
    fold: moment.fold,
    startsAt: new Date(start),
    endsAt: new Date(start + minutes * 60_000),
  };
}

async function assertGameFits(tx: Database, gameId: string, people: number, fewest: number): Promise<void> {
  const game = await findGame(tx, gameId).executeTakeFirst();
  if (!game) throw notFound("game");
  if (people > game.maxPlayers)
    throw new ApiError("conflict", `${game.name} has room for ${game.maxPlayers} people. Ask fewer people.`);
  if (fewest > people)
    throw new ApiError(
      "invalid_request",
      "More people would have to agree than you ask. Choose a smaller number.",
    );
}
