import { sql } from "kysely";
import { comesAfter, exactTime, type Place } from "../api/page.ts";
import type { Database } from "../database/database.ts";
import type { AcquaintanceSource } from "../database/tables/safety.ts";
import { isAllowed, people } from "../safety/people.ts";

const now = sql<Date>`now()`;

/** Most members of a group: small enough that everybody can know who is in it. */
export const groupLimit = 50;

/** Pools and groups in which a person is, newest first. */
export function listPools(database: Database, userId: string) {
  return database
    .selectFrom("PoolMember")
    .innerJoin("Pool", "Pool.id", "PoolMember.pool_id")
    .leftJoin("Game", "Game.id", "Pool.game_id")
    .select(["Pool.id", "Pool.kind", "Pool.name", "Game.id as gameId", "Game.name as gameName"])
    .select((eb) => eb("Pool.owner_id", "=", userId).as("own"))
    .where("PoolMember.user_id", "=", userId)
    .where("PoolMember.left_at", "is", null)
    .where("Pool.closed_at", "is", null)
    .orderBy("PoolMember.created_at", "desc")
    .limit(200);
}

/** Members of a pool whom the viewer may see, newest first: none when the viewer is not in it. One more than `limit`. */
export function listMembers(
  database: Database,
  viewerId: string,
  { poolId, limit, after }: { poolId: string; limit: number; after: Place | undefined },
) {
  const members = database
    .selectFrom("PoolMember")
    .innerJoin("User", "User.id", "PoolMember.user_id")
    .select([
      "PoolMember.id",
      "User.id as personId",
      "User.username",
      exactTime("PoolMember.created_at").as("at"),
    ])
    .where("PoolMember.pool_id", "=", poolId)
    .where("PoolMember.left_at", "is", null)
    .where((eb) => eb.exists(membership(database, viewerId, poolId)))
    .where((eb) => isAllowed(database, viewerId, "share_pool", eb.ref("PoolMember.user_id")))
    .orderBy("PoolMember.created_at", "desc")
    .orderBy("PoolMember.id", "desc")
    .limit(limit + 1);
  return after ? members.where(comesAfter("PoolMember", "<", after)) : members;
}

/** A person's place in a pool that is open. */
export function membership(database: Database, userId: string, poolId: string) {
  return database
    .selectFrom("PoolMember as own")
    .innerJoin("Pool", "Pool.id", "own.pool_id")
    .select(["own.id", "Pool.kind", "Pool.owner_id as ownerId"])
    .where("own.user_id", "=", userId)
    .where("own.pool_id", "=", poolId)
    .where("own.left_at", "is", null)
    .where("Pool.closed_at", "is", null);
}

/** The pool of a game; made when the first person joins. */
export async function poolOfGame(tx: Database, gameId: string): Promise<string | undefined> {
  await tx
    .insertInto("Pool")
    .columns(["kind", "game_id"])
    .expression((eb) =>
      eb
        .selectFrom("Game")
        .select([sql.lit("game" as const).as("kind"), "Game.id"])
        .where("Game.id", "=", gameId),
    )
    .onConflict((conflict) => conflict.column("game_id").where("kind", "=", "game").doNothing())
    .execute();
  const pool = await tx
    .selectFrom("Pool")
    .select("id")
    .where("kind", "=", "game")
    .where("game_id", "=", gameId)
    .executeTakeFirst();
  return pool?.id;
}

/** Makes a group with its owner as the only member. */
export async function insertGroup(tx: Database, ownerId: string, name: string): Promise<string> {
  const { id } = await tx
    .insertInto("Pool")
    .values({ kind: "group", name, owner_id: ownerId, game_id: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  await joinPool(tx, id, ownerId).execute();
  return id;
}

/** Adds a person to a pool; does nothing when they are in it already. */
export function joinPool(database: Database, poolId: string, userId: string) {
  return database
    .insertInto("PoolMember")
    .values({ pool_id: poolId, user_id: userId })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "pool_id"]).where("left_at", "is", null).doNothing(),
    );
}

/** Ends a person's place in a pool. */
export function leavePool(database: Database, poolId: string, userId: string) {
  return database
    .updateTable("PoolMember")
    .set({ left_at: now })
    .where("pool_id", "=", poolId)
    .where("user_id", "=", userId)
    .where("left_at", "is", null);
}

/** Closes a group: its members are no longer in it, and its codes open nothing. */
export async function closeGroup(tx: Database, poolId: string): Promise<void> {
  await tx.updateTable("Pool").set({ closed_at: now }).where("id", "=", poolId).execute();
  await tx
    .updateTable("PoolMember")
    .set({ left_at: now })
    .where("pool_id", "=", poolId)
    .where("left_at", "is", null)
    .execute();
}

/** Whether a group has no room for another member. The group's row stays locked, so that two do not take the last place. */
export async function isFull(tx: Database, poolId: string): Promise<boolean> {
  await tx.selectFrom("Pool").select("id").where("id", "=", poolId).forNoKeyUpdate().execute();
  const { count } = await tx
    .selectFrom("PoolMember")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("pool_id", "=", poolId)
    .where("left_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count) >= groupLimit;
}

/** Makes two people known to each other. */
export function insertAcquaintance(
  database: Database,
  { one, other, source }: { one: string; other: string; source: AcquaintanceSource },
) {
  const [low = one, high = other] = [one, other].sort();
  return database
    .insertInto("UserAcquaintance")
    .values({ low_id: low, high_id: high, source })
    .onConflict((conflict) =>
      conflict.columns(["low_id", "high_id"]).where("ended_at", "is", null).doNothing(),
    );
}

/** People whose names begin with some letters, among those whom the viewer may see. */
export function searchPeople(database: Database, viewerId: string, beginning: string, limit: number) {
  const pattern = `${beginning.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%`;
  return people(database, viewerId, "see")
    .select(["person.id", "person.username"])
    .where((eb) => eb(eb.fn<string>("lower", ["person.username"]), "like", pattern))
    .where("person.id", "<>", viewerId)
    .orderBy((eb) => eb.fn("lower", ["person.username"]))
    .limit(limit);
}
