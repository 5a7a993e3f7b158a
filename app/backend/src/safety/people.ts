import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { type PersonAction, relationTable } from "./relation.ts";
import { areAcquainted, areFriends, isHidden, isModerator } from "./relation-sql.ts";

type PeopleTables = Tables & { person: Tables["User"] };

/**
 * The people to whom a viewer may do something, as a query over `User as person`. Every query that returns people, or anything of
 * another person, starts here or asks {@link isAllowed}. People who are not in it do not exist for the viewer: blocked, deleted,
 * suspended, unproven and unknown ids are all simply absent. Each person costs a few index look-ups, so limit the query to the rows it
 * is about (a friendship, a request, members of a pool), or to `knownTo(viewerId)` of `relation-sql.ts`.
 */
export function people(database: Database, viewerId: string, action: PersonAction) {
  return database.selectFrom("User as person").where(allows(viewerId, action));
}

/** Whether a viewer may do something to the person in a column of another query, for example `GameRequest.sender_id`. */
export function isAllowed(
  database: Database,
  viewerId: string,
  action: PersonAction,
  column: Expression<string>,
): Expression<SqlBool> {
  const match = people(database, viewerId, action)
    .select(sql.lit(1).as("one"))
    .where("person.id", "=", column);
  return expressionBuilder<Tables>().exists(match);
}

/**
 * Whether A may do something to B: the one question that every route asks. It is one statement whatever the answer is, so that
 * somebody who is hidden takes as long as somebody who does not exist.
 */
export async function mayTo(
  database: Database,
  viewerId: string,
  action: PersonAction,
  otherId: string,
): Promise<boolean> {
  const found = await people(database, viewerId, action)
    .select("person.id")
    .where("person.id", "=", otherId)
    .executeTakeFirst();
  return found !== undefined;
}

/** The column `relation` of a query that starts with {@link people}: self, friend or acquaintance. */
export function relationColumn(viewerId: string) {
  const eb = expressionBuilder<PeopleTables, "person">();
  const id = eb.ref("person.id");
  return eb
    .case()
    .when(id, "=", viewerId)
    .then(sql.lit("self" as const))
    .when(areFriends(viewerId, id))
    .then(sql.lit("friend" as const))
    .else(sql.lit("acquaintance" as const))
    .end()
    .as("relation");
}

/** The table of relations as SQL: its first relation that holds decides. */
function allows(viewerId: string, action: PersonAction): Expression<SqlBool> {
  const eb: ExpressionBuilder<PeopleTables, "person"> = expressionBuilder<PeopleTables, "person">();
  const id = eb.ref("person.id");
  const row = (relation: keyof typeof relationTable) => sql.lit(relationTable[relation][action]);
  const isActive = eb.and([
    eb("person.status", "=", "active"),
    eb("person.email_verified_at", "is not", null),
  ]);
  return eb
    .case()
    .when(id, "=", viewerId)
    .then(row("self"))
    .when(eb.and([sql.lit(relationTable.moderator[action]), isModerator(viewerId)]))
    .then(row("moderator"))
    .when(eb.not(isActive))
    .then(row("blocked"))
    .when(isHidden(viewerId, id))
    .then(row("blocked"))
    .when(areFriends(viewerId, id))
    .then(row("friend"))
    .when(areAcquainted(viewerId, id))
    .then(row("acquaintance"))
    .else(row("stranger"))
    .end();
}
