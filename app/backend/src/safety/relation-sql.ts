import { type Expression, expressionBuilder, type SqlBool, sql } from "kysely";
import type { Tables } from "../database/tables.ts";

/** The id of a person: a column of the query around it. */
type Id = Expression<string>;

const eb = expressionBuilder<Tables>();
const one = sql.lit(1).as("one");

/** Whether one of two people has hidden the other: who did it makes no difference to either. */
export function isHidden(viewerId: string, id: Id): Expression<SqlBool> {
  const blocks = () =>
    eb.selectFrom("UserBlock").select(one).where("ended_at", "is", null).where("mode", "=", "hide");
  return eb.or([
    eb.exists(blocks().where("blocker_id", "=", viewerId).where("blocked_id", "=", id)),
    eb.exists(blocks().where("blocker_id", "=", id).where("blocked_id", "=", viewerId)),
  ]);
}

/** Whether both have agreed to be friends. */
export function areFriends(viewerId: string, id: Id): Expression<SqlBool> {
  const friendships = () => eb.selectFrom("UserFriends").select(one).where("status", "=", "accepted");
  return eb.or([
    eb.exists(friendships().where("user_id", "=", viewerId).where("friend_id", "=", id)),
    eb.exists(friendships().where("user_id", "=", id).where("friend_id", "=", viewerId)),
  ]);
}

/** Whether two people know each other by a code, a session, or a pool that both are in. */
export function areAcquainted(viewerId: string, id: Id): Expression<SqlBool> {
  const pairs = () => eb.selectFrom("UserAcquaintance").select(one).where("ended_at", "is", null);
  return eb.or([
    eb.exists(pairs().where("low_id", "=", viewerId).where("high_id", "=", id)),
    eb.exists(pairs().where("low_id", "=", id).where("high_id", "=", viewerId)),
    eb.exists(poolMates(viewerId).select(one).where("theirs.user_id", "=", id)),
  ]);
}

/** Whether the viewer is a moderator who may work. */
export function isModerator(viewerId: string): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom("User")
      .select(one)
      .where("id", "=", viewerId)
      .where("role", "in", ["moderator", "admin"])
      .where("status", "=", "active"),
  );
}

/** Ids of all people whom the viewer knows by any way; blocks and states of accounts are not looked at. */
export function knownTo(viewerId: string) {
  return eb
    .selectFrom("User")
    .select("id")
    .where("id", "=", viewerId)
    .unionAll(
      eb
        .selectFrom("UserFriends")
        .select("friend_id as id")
        .where("status", "=", "accepted")
        .where("user_id", "=", viewerId),
    )
    .unionAll(
      eb
        .selectFrom("UserFriends")
        .select("user_id as id")
        .where("status", "=", "accepted")
        .where("friend_id", "=", viewerId),
    )
    .unionAll(
      eb
        .selectFrom("UserAcquaintance")
        .select("high_id as id")
        .where("ended_at", "is", null)
        .where("low_id", "=", viewerId),
    )
    .unionAll(
      eb
        .selectFrom("UserAcquaintance")
        .select("low_id as id")
        .where("ended_at", "is", null)
        .where("high_id", "=", viewerId),
    )
    .unionAll(poolMates(viewerId).select("theirs.user_id as id"));
}

function poolMates(viewerId: string) {
  return eb
    .selectFrom("PoolMember as mine")
    .innerJoin("PoolMember as theirs", "theirs.pool_id", "mine.pool_id")
    .where("mine.left_at", "is", null)
    .where("theirs.left_at", "is", null)
    .where("mine.user_id", "=", viewerId);
}
