import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { eraseNext } from "../erasure/erase.ts";
import { createVault } from "../privacy/vault.ts";
import { playground, scriptFor, testNow } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";
import type { Person } from "../testing/test-site.ts";
import { playingJobs } from "./jobs.ts";
import { endPlansOf } from "./leave.ts";

const db = await testDatabase();

/** Two friends with a session that both agreed to. */
async function planned(names: [string, string], more: object = {}) {
  const site = await playground(db, names);
  const [host, guest] = site.people;
  const body = { recipientIds: [guest.id], script: scriptFor(site.gameId, "2027-01-19T19:00", more) };
  const proposed = await site.send("POST", "/api/game-requests", host, { body });
  const { sessionId, requestIds } = proposed.body;
  const accepted = await site.send("POST", `/api/game-requests/${requestIds[0]}/accept`, guest, {
    body: { scriptVersion: 1 },
  });
  expect(accepted.status, accepted.raw).toBe(200);
  return { ...site, host, guest, sessionId: sessionId as string };
}

type Planned = Awaited<ReturnType<typeof planned>>;

/** All that one person can see of a session that is over: its page, and what they were told. Ids, names and times are the same in all. */
async function seenBy({ send, sessionId, gameId }: Planned, person: Person): Promise<string> {
  const page = await send("GET", `/api/sessions/${sessionId}`, person);
  const told = await db.admin
    .selectFrom("UserNotifications")
    .select(["kind", "details", "about_id", "channel"])
    .where("user_id", "=", person.id)
    .where("kind", "like", "session%")
    .orderBy("id")
    .execute();
  const game = (
    await db.admin.selectFrom("Game").select("name").where("id", "=", gameId).executeTakeFirstOrThrow()
  ).name;
  const kinds = told.map((row) => JSON.stringify(row)).sort();
  return JSON.stringify([page.status, page.body, kinds])
    .replaceAll(sessionId, "SESSION")
    .replaceAll(gameId, "GAME-ID")
    .replaceAll(game, "GAME");
}

const endings: Record<string, (planned: Planned) => Promise<unknown>> = {
  "the host leaves": ({ send, host, sessionId }) => send("POST", `/api/sessions/${sessionId}/leave`, host),
  "the host calls it off": ({ send, host, sessionId }) =>
    send("POST", `/api/sessions/${sessionId}/call-off`, host),
  "the host blocks the other": ({ send, host, guest }) =>
    send("POST", "/api/blocks", host, { body: { personId: guest.id, mode: "hide" } }),
  "the host's account is deleted": async ({ host }) => {
    await db.admin
      .insertInto("Erasure")
      .values({ user_id: host.id, asked_at: new Date(0), due_at: new Date(0) })
      .execute();
    await eraseNext({ database: db.app, vault: createVault([Buffer.alloc(32)]) });
  },
};

test("leaving, calling off, a block and a deleted account read the same, byte for byte", async () => {
  const seen: [string, string][] = [];
  for (const [index, [name, end]] of Object.entries(endings).entries()) {
    const site = await planned([`host-${index}`, `guest-${index}`]);
    const done = await end(site);
    if (done && typeof done === "object" && "status" in done) expect(done.status, name).toBeLessThan(300);
    seen.push([name, await seenBy(site, site.guest)]);
  }
  const [[, first] = ["", ""]] = seen;
  expect(first).toContain("The session does not take place. You need to do nothing.");
  expect(first).toContain("session_ended");
  for (const [name, each] of seen) expect(each, name).toBe(first);
});

test("somebody who left sees the session as one that does not take place, and nobody in it", async () => {
  const site = await planned(["kim", "lou"]);
  await site.send("POST", `/api/sessions/${site.sessionId}/leave`, site.guest);
  const seen = (await site.send("GET", `/api/sessions/${site.sessionId}`, site.guest)).body;
  expect([seen.status, seen.place, seen.script.people]).toEqual(["cancelled", "over", []]);
  const again = await site.send("POST", `/api/sessions/${site.sessionId}/leave`, site.guest);
  expect(again.status).toBe(409);
});

test("a session can be paused by anybody in it while it takes place, goes on, and ends by itself after a long pause", async () => {
  const site = await planned(["mia", "ned"]);
  const act = (path: string, who: Person) =>
    site.send("POST", `/api/sessions/${site.sessionId}/${path}`, who);
  expect((await act("pause", site.guest)).status).toBe(409);
  site.at("2027-01-19T18:30:00Z");
  expect((await act("pause", site.guest)).body.status).toBe("paused");
  expect((await site.send("GET", `/api/sessions/${site.sessionId}`, site.host)).body.sentence).toBe(
    "The session is paused. Nobody has to say why. After 15 minutes it ends by itself.",
  );
  expect((await act("resume", site.host)).body.status).toBe("scheduled");
  expect((await act("pause", site.host)).body.status).toBe("paused");
  const endPause = (at: string) => {
    const job = playingJobs(() => Temporal.Instant.from(at))["end-pause"];
    return db.app.transaction().execute((tx) => job.effect(tx, { sessionId: site.sessionId }));
  };
  await endPause("2027-01-19T18:44:00Z");
  expect((await site.send("GET", `/api/sessions/${site.sessionId}`, site.guest)).body.status).toBe("paused");
  await endPause("2027-01-19T18:45:00Z");
  expect((await site.send("GET", `/api/sessions/${site.sessionId}`, site.guest)).body.sentence).toBe(
    "The session is over.",
  );
});

test("attendance is what each says of themselves, and nobody else reads it", async () => {
  const site = await planned(["oda", "pam"]);
  const said = await site.send("PUT", `/api/sessions/${site.sessionId}/attendance`, site.host, {
    body: { attendance: "there" },
  });
  expect(said.body.attendance).toBe("there");
  expect((await site.send("GET", `/api/sessions/${site.sessionId}`, site.host)).body.attendance).toBe(
    "there",
  );
  const other = await site.send("GET", `/api/sessions/${site.sessionId}`, site.guest);
  expect(other.body.attendance).toBe("not_said");
  expect(other.raw).not.toContain('"there"');
});

test("a session is nobody else's", async () => {
  const site = await planned(["qi", "rob"]);
  const stranger = await playground(db, ["sam", "tia"]);
  const none = await stranger.send(
    "GET",
    "/api/sessions/00000000-0000-4000-8000-000000000000",
    stranger.people[0],
  );
  const hidden = await stranger.send("GET", `/api/sessions/${site.sessionId}`, stranger.people[0]);
  const plain = (raw: string) => raw.replace(/"correlationId":"[^"]*"/, "");
  expect([hidden.status, plain(hidden.raw)]).toEqual([404, plain(none.raw)]);
  for (const path of ["leave", "call-off", "pause", "resume"])
    expect(
      (await stranger.send("POST", `/api/sessions/${site.sessionId}/${path}`, stranger.people[0])).status,
    ).toBe(404);
});

test("an account's plans end with it", async () => {
  const site = await planned(["uma", "vic"]);
  await db.app.transaction().execute((tx) => endPlansOf(tx, { userId: site.host.id, now: testNow }));
  expect((await site.send("GET", `/api/sessions/${site.sessionId}`, site.guest)).body.status).toBe(
    "cancelled",
  );
});
