import { expressionBuilder, sql } from "kysely";
import { comesAfter, exactTime, type Place } from "../api/page.ts";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { people } from "../safety/people.ts";

const eb = expressionBuilder<Tables>();
const now = sql<Date>`now()`;

/** Friends of a person who may still be seen, newest friendship first; one more than `limit`. */
export function listFriends(database: Database, viewerId: string, { limit, after }: Wanted) {
  return ties(database, viewerId, "accepted", after)
    .select(["person.id as personId", "person.username"])
    .limit(limit + 1);
}

/** Questions about friendship that are open, sent and received, newest first; one more than `limit`. */
export function listFriendRequests(database: Database, viewerId: string, { limit, after }: Wanted) {
  return ties(database, viewerId, "pending", after)
    .select(["person.id as personId", "person.username", "tie.asked"])
    .limit(limit + 1);
}

interface Wanted {
  limit: number;
  after: Place | undefined;
}

function ties(
  database: Database,
  viewerId: string,
  status: "pending" | "accepted",
  after: Place | undefined,
) {
  const rows = () => eb.selectFrom("UserFriends").where("status", "=", status).select(["id", "created_at"]);
  const asked = rows()
    .select(["friend_id as person_id", sql.lit(true).as("asked")])
    .where("user_id", "=", viewerId);
  const wasAsked = rows()
    .select(["user_id as person_id", sql.lit(false).as("asked")])
    .where("friend_id", "=", viewerId);
  const found = people(database, viewerId, "see")
    .innerJoin(asked.unionAll(wasAsked).as("tie"), "tie.person_id", "person.id")
    .select(["tie.id", exactTime("tie.created_at").as("at")])
    .orderBy("tie.created_at", "desc")
    .orderBy("tie.id", "desc");
  return after ? found.where(comesAfter("tie", "<", after)) : found;
}

/** The two people of a friendship or a question about one. */
export function peopleOf(id: string) {
  const row = eb.selectFrom("UserFriends").where("id", "=", id);
  return row.select("user_id as id").unionAll(row.select("friend_id as id"));
}

/** An open question about friendship that the viewer was asked (`received`) or asked (`sent`), while the other may be seen. */
export function findFriendRequest(
  database: Database,
  viewerId: string,
  id: string,
  side: "received" | "sent",
) {
  const [mine, theirs] =
    side === "sent" ? (["user_id", "friend_id"] as const) : (["friend_id", "user_id"] as const);
  return people(database, viewerId, "see")
    .innerJoin("UserFriends as tie", `tie.${theirs}`, "person.id")
    .select(["person.id as personId", "tie.id"])
    .where("tie.id", "=", id)
    .where(`tie.${mine}`, "=", viewerId)
    .where("tie.status", "=", "pending");
}

/** A friend of the viewer, while the friend may be seen. */
export function findFriendship(database: Database, viewerId: string, personId: string) {
  return people(database, viewerId, "see")
    .innerJoin("UserFriends as tie", (join) =>
      join.on(({ or, and, eb: on }) =>
        or([
          and([on("tie.user_id", "=", viewerId), on("tie.friend_id", "=", personId)]),
          and([on("tie.user_id", "=", personId), on("tie.friend_id", "=", viewerId)]),
        ]),
      ),
    )
    .select("tie.id")
    .where("person.id", "=", personId)
    .where("tie.status", "=", "accepted");
}

/** Writes down that one person asks another to be friends. */
export function insertFriendRequest(
  database: Database,
  row: { id: string; askerId: string; askedId: string },
) {
  return database
    .insertInto("UserFriends")
    .values({ id: row.id, user_id: row.askerId, friend_id: row.askedId, status: "pending" });
}

/** Answers an open question about friendship. */
export function answerFriendRequest(database: Database, id: string, status: "accepted" | "declined") {
  return database
    .updateTable("UserFriends")
    .set({ status, answered_at: now, updated_at: now })
    .where("id", "=", id)
    .where("status", "=", "pending");
}

/** Ends a friendship, or withdraws the question about one. */
export function endFriendship(database: Database, id: string, endedBy: string) {
  return database
    .updateTable("UserFriends")
    .set({ status: "ended", ended_at: now, ended_by: endedBy, updated_at: now })
    .where("id", "=", id)
    .where("status", "in", ["pending", "accepted"]);
}

/** Ends friendship or question between two people, if there is one. */
export function endFriendshipBetween(database: Database, endedBy: string, other: string) {
  return database
    .updateTable("UserFriends")
    .set({ status: "ended", ended_at: now, ended_by: endedBy, updated_at: now })
    .where(sql`least(user_id, friend_id)`, "=", sql`least(${endedBy}::uuid, ${other}::uuid)`)
    .where(sql`greatest(user_id, friend_id)`, "=", sql`greatest(${endedBy}::uuid, ${other}::uuid)`)
    .where("status", "in", ["pending", "accepted"]);
}
