import { beforeEach, expect, test } from "vitest";
import { acquainted, befriended } from "../testing/acquainted.ts";
import { moderated } from "../testing/moderated.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";
import { checkModeration } from "./heartbeat.ts";
import { lookAfterModeration } from "./look-after.ts";

const db = await testDatabase();
const { send } = await testSite(db);
let next = 0;
let ada: Person;
let ben: Person;
let mia: Person;
let max: Person;

beforeEach(async () => {
  next += 1;
  [ada, ben] = await Promise.all([signedUp(db, `ada${next}`), signedUp(db, `ben${next}`)]);
  mia = await signedUp(db, `mia${next}`, { role: "moderator" });
  max = await signedUp(db, `max${next}`, { role: "moderator" });
  await acquainted(db.app, ada.id, ben.id);
  await moderated(db.admin);
});

const report = async (words = "They asked for my address.") => {
  const body = { personId: ben.id, category: "contact_details", words };
  const answer = await send("POST", "/api/reports", ada, { body });
  expect(answer.status, answer.raw).toBe(201);
  return answer.body.id as string;
};
const work = (who: Person, id: string, how: string, body: object = {}) =>
  send("POST", `/api/moderation/reports/${id}/${how}`, who, { body });
const queue = async (who: Person) =>
  ((await send("GET", "/api/moderation/reports", who)).body.items as { id: string }[]).map(({ id }) => id);
const decideAs = async (who: Person, id: string, body: object) => {
  expect((await work(who, id, "assign")).status).toBe(200);
  const decided = await work(who, id, "decide", body);
  expect(decided.status, decided.raw).toBe(200);
};

test("a report is acknowledged at once, read by a moderator, and its outcome is told in words", async () => {
  const id = await report();
  expect((await send("GET", `/api/reports/${id}`, ada)).body).toMatchObject({
    state: "received",
    outcome: null,
  });
  expect(await queue(mia)).toContain(id);
  expect((await work(mia, id, "open")).status).toBe(404);
  await work(mia, id, "assign");
  const opened = await work(mia, id, "open");
  expect(opened.body).toMatchObject({
    words: "They asked for my address.",
    evidence: { username: ben.username },
    subject: { id: ben.id },
    earlier: { reports: 0, upheld: 0 },
  });
  await work(mia, id, "notes", { words: "Looks clear to me." });
  expect((await work(mia, id, "open")).body.notes).toMatchObject([
    { author: mia.username, words: "Looks clear to me." },
  ]);
  expect((await work(mia, id, "decide", { outcome: "warned" })).status).toBe(200);
  expect((await send("GET", `/api/reports/${id}`, ada)).body).toMatchObject({
    state: "decided",
    outcome: expect.stringContaining("found that a rule was broken"),
    canAppeal: true,
  });
  expect((await send("GET", "/api/decisions", ben)).body.decisions).toMatchObject([{ id, canAppeal: true }]);
  expect(await queue(mia)).not.toContain(id);
});

test("the words of a report are nowhere in the database as they are, nor in the audit log", async () => {
  const id = await report("a sentence nobody else would write");
  const { rows } = await (await db.session("postgres")).query(
    `select (select string_agg(r::text, '') from "Report" r) || (select string_agg(a::text, '') from audit_log a) as text`,
  );
  expect(rows[0].text).toContain(id);
  expect(rows[0].text).not.toContain("nobody else would write");
  expect(rows[0].text).not.toContain(Buffer.from("nobody else would write").toString("hex"));
});

test("every reading of a report is recorded", async () => {
  const id = await report();
  await work(mia, id, "assign");
  await work(mia, id, "open");
  await work(mia, id, "open");
  const rows = await db.admin
    .selectFrom("audit_log")
    .select("user_id")
    .where("action", "=", "read_report")
    .where("resource_id", "=", id)
    .execute();
  expect(rows).toEqual([{ user_id: mia.id }, { user_id: mia.id }]);
});

test("two moderators do not work on the same report, and one can give it back", async () => {
  const id = await report();
  expect((await work(mia, id, "assign")).status).toBe(200);
  expect((await work(max, id, "assign")).status).toBe(404);
  expect((await work(max, id, "decide", { outcome: "warned" })).status).toBe(404);
  expect((await work(mia, id, "release")).body).toEqual({ id, mine: false });
  expect((await work(max, id, "assign")).status).toBe(200);
});

test("a moderator who has to do with reporter or subject never sees the report", async () => {
  const id = await report();
  const [cara, dan, eve] = await Promise.all(
    ["cara", "dan", "eve"].map((name) => signedUp(db, `${name}${next}`, { role: "moderator" })),
  );
  if (!cara || !dan || !eve) throw new Error("three moderators");
  await befriended(db.app, cara.id, ada.id);
  await acquainted(db.app, dan.id, ben.id);
  await db.admin
    .insertInto("UserBlock")
    .values({ blocker_id: ben.id, blocked_id: eve.id, mode: "warn" })
    .execute();
  await db.admin.updateTable("User").set({ role: "moderator" }).where("id", "in", [ada.id, ben.id]).execute();
  for (const involved of [cara, dan, eve, ada, ben]) {
    expect(await queue(involved), involved.username).not.toContain(id);
    expect((await work(involved, id, "assign")).status).toBe(404);
  }
  expect(await queue(mia)).toContain(id);
});

test("an appeal goes to another moderator, whose decision takes the place of the first", async () => {
  const id = await report();
  await decideAs(mia, id, { outcome: "suspended", days: 7 });
  const appealed = await send("POST", `/api/reports/${id}/appeal`, ada, {
    body: { words: "Please look again." },
  });
  expect(appealed.status, appealed.raw).toBe(201);
  expect((await send("POST", `/api/reports/${id}/appeal`, ada, { body: {} })).status).toBe(404);
  expect(await queue(mia)).not.toContain(id);
  expect((await work(mia, id, "assign")).status).toBe(404);
  await work(max, id, "assign");
  expect((await work(max, id, "open")).body.appeal).toEqual({ by: "reporter", words: "Please look again." });
  expect((await work(max, id, "decide", { outcome: "nothing_found" })).status).toBe(200);
  const ofBen = await db.admin
    .selectFrom("User")
    .select("status")
    .where("id", "=", ben.id)
    .executeTakeFirst();
  expect(ofBen?.status).toBe("active");
  expect((await send("GET", `/api/reports/${id}`, ada)).body).toMatchObject({
    state: "decided",
    canAppeal: false,
  });
});

test("a suspension ends the person's sessions, hides them from others, and ends by itself when its time is over", async () => {
  const id = await report();
  const seen = async () =>
    (await send("GET", "/api/people", ada, { query: { name: ben.username } })).body.people.length;
  expect(await seen()).toBe(1);
  await decideAs(mia, id, { outcome: "suspended", days: 7 });
  expect((await send("GET", "/api/friends", ben)).status).toBe(401);
  expect(await seen()).toBe(0);
  await db.admin
    .updateTable("Sanction")
    .set({ until: new Date(Date.now() - 1000) })
    .where("report_id", "=", id)
    .execute();
  await db.app.transaction().execute(lookAfterModeration);
  expect(await seen()).toBe(1);
});

test("a warning keeps the account as it is; an ended account stays hidden", async () => {
  const first = await report();
  await decideAs(mia, first, { outcome: "warned" });
  expect((await send("GET", "/api/friends", ben)).status).toBe(200);
  const second = await report();
  await decideAs(max, second, { outcome: "ended" });
  await db.app.transaction().execute(lookAfterModeration);
  expect((await send("GET", "/api/friends", ben)).status).toBe(401);
});

test("somebody whom the reporter has met can be reported after a block or the end of the account, a stranger cannot", async () => {
  await send("POST", "/api/blocks", ben, { body: { personId: ada.id } });
  await report();
  await db.admin.updateTable("User").set({ status: "deleted" }).where("id", "=", ben.id).execute();
  await report();
  const cara = await signedUp(db, `cara${next}`);
  const body = { personId: cara.id, category: "other" };
  expect((await send("POST", "/api/reports", ada, { body })).status).toBe(404);
  expect((await send("POST", "/api/reports", ada, { body: { ...body, personId: ada.id } })).status).toBe(404);
});

test("words of a decided report can no longer be read when they were kept long enough", async () => {
  const id = await report();
  await decideAs(mia, id, { outcome: "warned" });
  const past = { keep_until: new Date(Date.now() - 1000), created_at: new Date(Date.now() - 5000) };
  await (await db.session("postgres")).query(
    `update "Report" set keep_until = $1, created_at = $2 where id = $3`,
    [past.keep_until, past.created_at, id],
  );
  await db.app.transaction().execute(lookAfterModeration);
  const row = await db.admin.selectFrom("Report").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  expect([row.sealed_key, row.words_sealed, row.evidence_sealed]).toEqual([null, null, null]);
});

test("the check of moderation passes with a moderator and no neglected report, and only then", async () => {
  expect(await checkModeration(db.app)).toBe(true);
  const id = await report();
  await (await db.session("postgres")).query(
    `update "Report" set created_at = now() - interval '49 hours' where id = $1`,
    [id],
  );
  expect(await checkModeration(db.app)).toBe(false);
  await work(mia, id, "assign");
  expect(await checkModeration(db.app)).toBe(true);
  await db.admin.updateTable("User").set({ status: "suspended" }).where("role", "<>", "member").execute();
  expect(await checkModeration(db.app)).toBe(false);
  await db.admin.updateTable("User").set({ status: "active" }).where("role", "<>", "member").execute();
});

test("the switch closes first contact, and members may not touch it", async () => {
  expect((await send("PUT", "/api/moderation/status", ada, { body: { open: false } })).status).toBe(403);
  const closed = await send("PUT", "/api/moderation/status", mia, { body: { open: false } });
  expect(closed.body).toMatchObject({ open: false, firstContact: false });
  expect((await send("POST", "/api/friend-requests", ada, { body: { personId: ben.id } })).status).toBe(503);
  expect((await send("PUT", "/api/moderation/status", mia, { body: { open: true } })).body.firstContact).toBe(
    true,
  );
});
