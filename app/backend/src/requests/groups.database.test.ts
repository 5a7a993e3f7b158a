import { sql } from "kysely";
import { expect, test } from "vitest";
import { playground, scriptFor } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";
import type { Person } from "../testing/test-site.ts";

const db = await testDatabase();
const { send, people, gameId, rested } = await playground(db, ["host", "anna", "bea", "carl"]);
const [host, anna, bea, carl] = people as [Person, Person, Person, Person];

const { id: poolId } = await db.admin
  .insertInto("Pool")
  .values({ kind: "group", name: "Friday", owner_id: host.id })
  .returning("id")
  .executeTakeFirstOrThrow();
for (const { id } of [host, anna, bea])
  await db.admin.insertInto("PoolMember").values({ pool_id: poolId, user_id: id }).execute();

async function proposed(guests: Person[], local: string, more: object = {}) {
  await rested();
  const recipientIds = guests.map(({ id }) => id);
  return send("POST", "/api/game-requests", host, {
    body: { recipientIds, poolId, script: scriptFor(gameId, local), ...more },
  });
}

const accept = (id: string, person: Person) =>
  send("POST", `/api/game-requests/${id}/accept`, person, { body: { scriptVersion: 1 } });
const usernames = (script: { people: { person: { username: string } }[] }) =>
  script.people.map(({ person }) => person.username);

test("several people are asked from one group, and nobody from outside", async () => {
  const outside = await proposed([anna, carl], "2027-01-19T10:00");
  expect([outside.status, outside.body.code]).toEqual([404, "not_found"]);
  const without = await send("POST", "/api/game-requests", host, {
    body: { recipientIds: [anna.id, bea.id], script: scriptFor(gameId, "2027-01-19T10:00") },
  });
  expect(without.body.detail).toBe(
    "Several people have to be in one group with you. Choose the group first.",
  );
});

test("a session takes place when enough have agreed; who comes later joins it", async () => {
  const { sessionId, requestIds } = (await proposed([anna, bea], "2027-01-19T19:00", { fewestPeople: 2 }))
    .body;
  const status = async () => (await send("GET", `/api/sessions/${sessionId}`, host)).body.status;
  expect(await status()).toBe("proposed");
  expect((await accept(requestIds[0], anna)).status).toBe(200);
  expect(await status()).toBe("scheduled");
  expect((await accept(requestIds[1], bea)).status).toBe(200);
  const seen = (await send("GET", `/api/sessions/${sessionId}`, bea)).body;
  expect(usernames(seen.script)).toEqual(["host", "anna", "bea"]);
  await send("POST", `/api/sessions/${sessionId}/leave`, anna);
  expect(usernames((await send("GET", `/api/sessions/${sessionId}`, bea)).body.script)).toEqual([
    "host",
    "bea",
  ]);
  await send("POST", `/api/sessions/${sessionId}/call-off`, host);
  expect((await send("GET", `/api/sessions/${sessionId}`, bea)).body.status).toBe("cancelled");
});

test("a session that cannot get enough people any more is off for everybody", async () => {
  const { sessionId, requestIds } = (await proposed([anna, bea], "2027-01-20T19:00", { fewestPeople: 3 }))
    .body;
  await accept(requestIds[0], anna);
  expect((await send("GET", `/api/sessions/${sessionId}`, anna)).body.status).toBe("proposed");
  await send("POST", `/api/game-requests/${requestIds[1]}/decline`, bea);
  expect((await send("GET", `/api/sessions/${sessionId}`, anna)).body.status).toBe("cancelled");
});

test("two who have hidden each other never meet in it, and the host cannot tell", async () => {
  await db.admin
    .insertInto("UserBlock")
    .values({ blocker_id: bea.id, blocked_id: anna.id, mode: "hide" })
    .execute();
  const answer = await proposed([anna, bea], "2027-01-21T19:00");
  expect(answer.status).toBe(201);
  const { sessionId, requestIds } = answer.body;
  expect((await send("GET", `/api/game-requests/${requestIds[1]}`, bea)).status).toBe(404);
  expect(
    (await send("GET", "/api/game-requests", bea)).body.items.map(({ id }: { id: string }) => id),
  ).not.toContain(requestIds[1]);
  expect((await accept(requestIds[1], bea)).status).toBe(404);
  expect((await send("GET", `/api/sessions/${sessionId}`, bea)).status).toBe(404);
  const annas = (await send("GET", `/api/game-requests/${requestIds[0]}`, anna)).body;
  expect(usernames(annas.script)).toEqual(["host", "anna"]);
  const asHost = (await send("GET", `/api/game-requests/${requestIds[1]}`, host)).body;
  expect([asHost.status, asHost.direction]).toEqual(["pending", "sent"]);
  const told = await sql<{ count: string }>`select count(*) from "UserNotifications" where user_id = ${bea.id}
    and details ->> 'requestId' = ${requestIds[1]}`.execute(db.admin);
  expect(told.rows[0]?.count).toBe("0");
  await send("POST", `/api/sessions/${sessionId}/call-off`, host);
});

test("anyone who wanted to be warned of somebody reads the warning before they can agree", async () => {
  await db.admin.updateTable("UserBlock").set({ ended_at: sql<Date>`now()` }).execute();
  await db.admin
    .insertInto("UserBlock")
    .values({ blocker_id: bea.id, blocked_id: anna.id, mode: "warn" })
    .execute();
  const { requestIds } = (await proposed([anna, bea], "2027-01-22T19:00")).body;
  const seen = (await send("GET", `/api/game-requests/${requestIds[1]}`, bea)).body.script;
  expect([usernames(seen), seen.warnings]).toEqual([["host", "anna", "bea"], [anna.id]]);
  expect((await accept(requestIds[1], bea)).status).toBe(409);
  const knowing = await send("POST", `/api/game-requests/${requestIds[1]}/accept`, bea, {
    body: { scriptVersion: 1, warningsSeen: true },
  });
  expect(knowing.status, knowing.raw).toBe(200);
  expect((await send("GET", `/api/game-requests/${requestIds[0]}`, anna)).body.script.warnings).toEqual([]);
});
