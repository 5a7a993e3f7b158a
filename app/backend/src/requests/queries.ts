import { type SqlBool, sql } from "kysely";
import { exactTime, type Place } from "../api/page.ts";
import type { Database } from "../database/database.ts";
import type { GameRequestStatus } from "../database/tables/playing.ts";
import { isAllowed } from "../safety/people.ts";

/** A request to be sent. */
export interface NewRequest {
  id: string;
  senderId: string;
  recipientId: string;
  sessionId: string;
  gameId: string;
  proposedFor: Date;
  expiresAt: Date;
  countersId: string | null;
}

/** Asks somebody to play. The database refuses a second open question between two people. */
export function insertRequest(database: Database, request: NewRequest) {
  return database
    .insertInto("GameRequest")
    .values({
      id: request.id,
      sender_id: request.senderId,
      recipient_id: request.recipientId,
      session_id: request.sessionId,
      game_id: request.gameId,
      proposed_for: request.proposedFor,
      expires_at: request.expiresAt,
      counters_id: request.countersId,
    })
    .returning("id");
}

const requestColumns = [
  "request.id",
  "request.status",
  "request.sender_id as senderId",
  "request.recipient_id as recipientId",
  "request.session_id as sessionId",
  "request.game_id as gameId",
  "request.expires_at as expiresAt",
  "request.counters_id as countersId",
  "request.created_at as createdAt",
  "request.answered_at as answeredAt",
  "request.proposed_for as proposedFor",
] as const;

/** A request of somebody, sent or received: not one that was withheld from them. */
export function findRequest(database: Database, id: string, userId: string) {
  return database
    .selectFrom("GameRequest as request")
    .select(requestColumns)
    .where("request.id", "=", id)
    .where((eb) =>
      eb.or([
        eb("request.sender_id", "=", userId).and(
          isAllowed(database, userId, "see", eb.ref("request.recipient_id")),
        ),
        eb("request.recipient_id", "=", userId)
          .and(isAllowed(database, userId, "see", eb.ref("request.sender_id")))
          .and(notWithheld(database)),
      ]),
    );
}

/** A request by its id, no matter who may see it: for the clock and for safety. */
export function findAnyRequest(database: Database, id: string) {
  return database.selectFrom("GameRequest as request").select(requestColumns).where("request.id", "=", id);
}

export type RequestRow = Awaited<ReturnType<ReturnType<typeof findRequest>["executeTakeFirstOrThrow"]>>;

function notWithheld(database: Database) {
  const withheld = database
    .selectFrom("SessionPerson as place")
    .select(sql.lit(1).as("one"))
    .whereRef("place.session_id", "=", sql.ref("request.session_id"))
    .whereRef("place.user_id", "=", sql.ref("request.recipient_id"))
    .where("place.withheld", "=", true);
  return sql<SqlBool>`not exists ${withheld}`;
}

/** Which requests, seen by one person. */
export type Direction = "sent" | "received";

/** A page of the requests that somebody sent or received, newest first. Each half is read along its index, and no further than the page. */
export function listGameRequests(
  database: Database,
  userId: string,
  {
    limit,
    after,
    direction,
    status,
  }: {
    limit: number;
    after?: Place | undefined;
    direction?: Direction | undefined;
    status?: GameRequestStatus | undefined;
  },
) {
  const half = (mine: Direction) => {
    const own = mine === "sent" ? "request.sender_id" : "request.recipient_id";
    const other = mine === "sent" ? "request.recipient_id" : "request.sender_id";
    return database
      .selectFrom("GameRequest as request")
      .select(requestColumns)
      .select([sql<Direction>`${sql.lit(mine)}`.as("direction"), exactTime("request.created_at").as("at")])
      .where(own, "=", userId)
      .where((eb) => isAllowed(database, userId, "see", eb.ref(other)))
      .$if(mine === "received", (query) => query.where(notWithheld(database)))
      .$if(status !== undefined, (query) => query.where("request.status", "=", status as GameRequestStatus))
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(request.created_at, request.id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`,
        ),
      )
      .orderBy("request.created_at", "desc")
      .orderBy("request.id", "desc")
      .limit(limit);
  };
  // As a table of its own, so that each half has its order and its limit.
  const page = (mine: Direction) => database.selectFrom(half(mine).as(mine)).selectAll();
  const both = direction ? page(direction) : page("sent").unionAll(page("received"));
  return database
    .selectFrom(both.as("request"))
    .selectAll()
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit);
}

/** Changes the state of a request, unless it has another one meanwhile. */
export function setRequestStatus(
  database: Database,
  id: string,
  from: GameRequestStatus,
  to: GameRequestStatus,
) {
  return database
    .updateTable("GameRequest")
    .set({
      status: to,
      answered_at: to === "pending" ? null : sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .where("status", "=", from)
    .returning("id");
}

/** Ids of open requests of a session. */
export function openRequestsOf(database: Database, sessionId: string) {
  return database
    .selectFrom("GameRequest")
    .select("id")
    .where("session_id", "=", sessionId)
    .where("status", "=", "pending")
    .orderBy("id");
}

/** Ids of open requests whose time is over, the oldest first. */
export function overdueRequests(database: Database, now: Date, limit: number) {
  return database
    .selectFrom("GameRequest")
    .select("id")
    .where("status", "=", "pending")
    .where("expires_at", "<=", now)
    .orderBy("expires_at")
    .limit(limit);
}

/** Ids of open requests between two people, or of one person with anybody. */
export function openRequestsBetween(database: Database, userId: string, otherId?: string) {
  return database
    .selectFrom("GameRequest")
    .select("id")
    .where("status", "=", "pending")
    .where((eb) =>
      otherId === undefined
        ? eb.or([eb("sender_id", "=", userId), eb("recipient_id", "=", userId)])
        : eb.or([
            eb("sender_id", "=", userId).and("recipient_id", "=", otherId),
            eb("sender_id", "=", otherId).and("recipient_id", "=", userId),
          ]),
    )
    .orderBy("id");
}
