import { type AliasableExpression, type Expression, expressionBuilder, type SqlBool, sql } from "kysely";
import type { Tables } from "../database/tables.ts";

/** The id of a person: a column of the query around it. */
type Id = Expression<string>;

const eb = expressionBuilder<Tables>();
const one = sql.lit(1).as("one");

/** Whether one of two people has hidden the other: who did it makes no difference to either. */
export function isHidden(viewerId: string, id: Id): AliasableExpression<SqlBool> {
  const blocks = () =>
    eb.selectFrom("UserBlock").select(one).where("ended_at", "is", null).where("mode", "=", "hide");
  return eb.or([
    eb.exists(blocks().where("blocker_id", "=", viewerId).where("blocked_id", "=", id)),
    eb.exists(blocks().where("blocker_id", "=", id).where("blocked_id", "=", viewerId)),
  ]);
}

/** Whether both have agreed to be friends. */
export function areFriends(viewerId: string, id: Id): AliasableExpression<SqlBool> {
  const friendships = () => eb.selectFrom("UserFriends").select(one).where("status", "=", "accepted");
  return eb.or([
    eb.exists(friendships().where("user_id", "=", viewerId).where("friend_id", "=", id)),
    eb.exists(friendships().where("user_id", "=", id).where("friend_id", "=", viewerId)),
  ]);
}

/** Whether two people know each other by a code, a session, a pool that both are in, or a question that is still open. */
export function areAcquainted(viewerId: string, id: Id): AliasableExpression<SqlBool> {
  const pairs = () => eb.selectFrom("UserAcquaintance").select(one).where("ended_at", "is", null);
  return eb.or([
    eb.exists(pairs().where("low_id", "=", viewerId).where("high_id", "=", id)),
    eb.exists(pairs().where("low_id", "=", id).where("high_id", "=", viewerId)),
    eb.exists(openQuestions().select(one).where("asker_id", "=", viewerId).where("asked_id", "=", id)),
    eb.exists(openQuestions().select(one).where("asker_id", "=", id).where("asked_id", "=", viewerId)),
    eb.exists(poolMates(viewerId).select(one).where("theirs.user_id", "=", id)),
  ]);
}

/** Whether the viewer is a moderator who may work. */
export function isModerator(viewerId: string): AliasableExpression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom("User")
      .select(one)
      .where("id", "=", viewerId)
      .where("role", "in", ["moderator", "admin"])
      .where("status", "=", "active"),
  );
}

/**
 * Ids of the viewer and of all people whom the viewer knows in any way, for `where("person.id", "in", knownTo(viewerId))`: it makes a list of
 * everybody short, and looks at neither blocks nor states of accounts.
 */
export function knownTo(viewerId: string) {
  const friendships = () => eb.selectFrom("UserFriends").where("status", "=", "accepted");
  const pairs = () => eb.selectFrom("UserAcquaintance").where("ended_at", "is", null);
  return eb
    .selectFrom("User")
    .select("id")
    .where("id", "=", viewerId)
    .unionAll(friendships().select("friend_id as id").where("user_id", "=", viewerId))
    .unionAll(friendships().select("user_id as id").where("friend_id", "=", viewerId))
    .unionAll(pairs().select("high_id as id").where("low_id", "=", viewerId))
    .unionAll(pairs().select("low_id as id").where("high_id", "=", viewerId))
    .unionAll(openQuestions().select("asked_id as id").where("asker_id", "=", viewerId))
    .unionAll(openQuestions().select("asker_id as id").where("asked_id", "=", viewerId))
    .unionAll(poolMates(viewerId).select("theirs.user_id as id"));
}

/**
 * Whether two people have ever had to do with each other. That is not undone by a block or the end of an account, so that
 * somebody can report or block a person who has gone out of sight.
 */
export function haveMet(viewerId: string, id: Id): AliasableExpression<SqlBool> {
  const pools = eb
    .selectFrom("PoolMember as mine")
    .innerJoin("PoolMember as theirs", "theirs.pool_id", "mine.pool_id")
    .select(one)
    .where("mine.user_id", "=", viewerId)
    .where("theirs.user_id", "=", id);
  return eb.or([...pastContacts(viewerId, id), eb.exists(pools)]);
}

/** What two people may have had to do with each other outside of pools, now or before: friendship, a code, a question. */
export function pastContacts(oneId: string, otherId: Id): AliasableExpression<SqlBool>[] {
  const friendships = () => eb.selectFrom("UserFriends").select(one);
  const pairs = () => eb.selectFrom("UserAcquaintance").select(one);
  const questions = () => eb.selectFrom("ContactQuestion").select(one);
  return [
    eb.exists(friendships().where("user_id", "=", oneId).where("friend_id", "=", otherId)),
    eb.exists(friendships().where("user_id", "=", otherId).where("friend_id", "=", oneId)),
    eb.exists(pairs().where("low_id", "=", oneId).where("high_id", "=", otherId)),
    eb.exists(pairs().where("low_id", "=", otherId).where("high_id", "=", oneId)),
    eb.exists(questions().where("asker_id", "=", oneId).where("asked_id", "=", otherId)),
    eb.exists(questions().where("asker_id", "=", otherId).where("asked_id", "=", oneId)),
  ];
}

function openQuestions() {
  return eb.selectFrom("ContactQuestion").where("status", "=", "open");
}

function poolMates(viewerId: string) {
  return eb
    .selectFrom("PoolMember as mine")
    .innerJoin("PoolMember as theirs", "theirs.pool_id", "mine.pool_id")
    .innerJoin("Pool", "Pool.id", "mine.pool_id")
    .where("Pool.closed_at", "is", null)
    .where("mine.left_at", "is", null)
    .where("theirs.left_at", "is", null)
    .where("mine.user_id", "=", viewerId);
}
