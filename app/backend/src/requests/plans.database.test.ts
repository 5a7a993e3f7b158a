import { expect, test } from "vitest";
import { listCalendarSessions } from "../calendar/queries.ts";
import { listPeople, listPlaces } from "../sessions/places.ts";
import { listSessions } from "../sessions/queries.ts";
import { fillManyRows } from "../testing/many-rows.ts";
import { type CarriedOut, planOf } from "../testing/plan.ts";
import { testDatabase } from "../testing/test-database.ts";
import { lockOutdatedMeetings } from "../time/queries.ts";
import { findRequest, listGameRequests, overdueRequests } from "./queries.ts";

const db = await testDatabase();
/** Enough that reading a table in full would be chosen only if there were no index. */
const requests = 30_000;
const { busyId } = await fillManyRows(db.admin, { requests });
const { id: requestId, session_id: sessionId } = await db.admin
  .selectFrom("GameRequest")
  .select(["id", "session_id"])
  .where("sender_id", "=", busyId)
  .orderBy("created_at")
  .offset(500)
  .limit(1)
  .executeTakeFirstOrThrow();
const page = { limit: 51 };
const middle = { at: "2021-12-01T00:00:00.000000Z", id: requestId };
const now = new Date("2022-01-01T00:00:00Z");

/** Large tables; small ones may be read in full. */
const large = ["GameRequest", "ScheduledSession", "SessionPerson", "UserAcquaintance", "User"];

const queries = {
  "the first page of somebody's many requests": listGameRequests(db.app, busyId, page),
  "a page in the middle of them": listGameRequests(db.app, busyId, { ...page, after: middle }),
  "those that were sent": listGameRequests(db.app, busyId, { ...page, direction: "sent" }),
  "one request": findRequest(db.app, requestId, busyId),
  "the next sessions": listSessions(db.app, { userId: busyId, when: "upcoming", now, limit: 51 }),
  "sessions that are over": listSessions(db.app, {
    userId: busyId,
    when: "past",
    now,
    limit: 51,
    after: middle,
  }),
  "a session's places": listPlaces(db.app, sessionId ?? ""),
  "a session's people": listPeople(db.app, busyId, [sessionId ?? ""]),
  "requests that nobody answered": overdueRequests(db.app, now, 100),
  "sessions computed by other zone data": lockOutdatedMeetings(db.app, "2026z", now, 200),
  "a calendar feed": listCalendarSessions(db.app, busyId, new Date("2022-02-01T00:00:00Z")),
};

test.each(Object.entries(queries))(
  "%s: by indexes, reading little more than it returns",
  async (name, query) => {
    const plan: CarriedOut = await planOf(db.app, query);
    expect(
      plan.reads.filter((read) => large.some((table) => read === `${table} in full`)),
      name,
    ).toEqual([]);
    // A page of 51 with what decides who may see it, and what two indexes give that the page then leaves out.
    expect(plan.rows, name).toBeLessThan(2_500);
    expect(plan.sorted, name).toBeLessThan(500);
  },
);

test("pages of requests and sessions are read along the indexes that were made for them", async () => {
  const reads = async (query: (typeof queries)[keyof typeof queries]) => (await planOf(db.app, query)).reads;
  expect(await reads(queries["a page in the middle of them"])).toEqual(
    expect.arrayContaining(["by GameRequest_sent_idx", "by GameRequest_received_idx"]),
  );
  expect(await reads(queries["the next sessions"])).toContain("by SessionPerson_user_id_idx");
  expect(await reads(queries["sessions computed by other zone data"])).toContain(
    "by ScheduledSession_zone_data_idx",
  );
});
