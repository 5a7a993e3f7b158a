import { type SqlBool, sql } from "kysely";
import { ApiError, notFound } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import { people } from "../safety/people.ts";
import type { NewPlace } from "../sessions/places.ts";

/** Whom somebody asks, and from which group. */
export interface Asked {
  hostId: string;
  recipientIds: readonly string[];
  poolId?: string | undefined;
}

/**
 * The places of a session that is to be proposed, the host's first.
 *
 * Several people have to be members of one group, so that nobody is shown to a stranger. Somebody who has hidden, or is hidden by, one who
 * was named before is asked in silence: the host sees a request without an answer, and the two never learn of each other.
 * @throws ApiError when somebody may not be asked; the same for a person who does not exist
 */
export async function invited(tx: Database, { hostId, recipientIds, poolId }: Asked): Promise<NewPlace[]> {
  const wanted = [...new Set(recipientIds)];
  if (wanted.includes(hostId))
    throw new ApiError("conflict", "You cannot send a request to yourself. Choose another person.");
  if (wanted.length > 1 && poolId === undefined)
    throw new ApiError(
      "invalid_request",
      "Several people have to be in one group with you. Choose the group first.",
    );
  const found = await people(tx, hostId, "invite")
    .select("person.id")
    .where("person.id", "in", wanted)
    .$if(poolId !== undefined, (query) =>
      query.where(sql<SqlBool>`exists (select from "PoolMember" mine join "PoolMember" theirs using (pool_id)
        where mine.pool_id = ${poolId ?? null}::uuid and mine.user_id = ${hostId}::uuid and mine.left_at is null
          and theirs.user_id = person.id and theirs.left_at is null)`),
    )
    .execute();
  if (found.length < wanted.length) throw notFound("person");
  const places: NewPlace[] = [{ userId: hostId, isHost: true, withheld: false }];
  for (const userId of wanted) {
    const shown = places.filter(({ withheld }) => !withheld).map((place) => place.userId);
    places.push({ userId, isHost: false, withheld: !(await mayMeetAll(tx, userId, shown)) });
  }
  return places;
}

/** Whether somebody may be in a session with all of these people. */
export async function mayMeetAll(tx: Database, userId: string, others: readonly string[]): Promise<boolean> {
  const known = others.filter((id) => id !== userId);
  if (known.length === 0) return true;
  const found = await people(tx, userId, "plan")
    .select("person.id")
    .where("person.id", "in", known)
    .execute();
  return found.length === known.length;
}

/** @throws ApiError when somebody goes to another session at that time */
export async function assertFree(
  tx: Database,
  userId: string,
  when: { startsAt: Date; endsAt: Date },
): Promise<void> {
  const other = await tx
    .selectFrom("SessionPerson")
    .select("session_id")
    .where("user_id", "=", userId)
    .where("state", "=", "going")
    .where(sql<SqlBool>`during && tstzrange(${when.startsAt}, ${when.endsAt})`)
    .executeTakeFirst();
  if (other) throw atAnotherSession();
}

/** The refusal of two sessions at a time. */
export function atAnotherSession(): ApiError {
  return new ApiError(
    "conflict",
    "You have another session at that time. Choose another time, or leave that session first.",
  );
}
