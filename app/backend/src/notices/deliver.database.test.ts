import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import { beforeEach, expect, test } from "vitest";
import { lookAfter } from "../jobs/look-after.ts";
import type { QuietWindow } from "../quiet-hours/window.ts";
import { testDatabase } from "../testing/test-database.ts";
import { signedUp } from "../testing/test-site.ts";
import type { Channel, Timing } from "./channels.ts";
import { type DeliveryOptions, deliver } from "./deliver.ts";
import type { Details, KindName } from "./kinds.ts";
import { mailNotices, type NoticeMail } from "./mail.ts";
import { prepareNotice } from "./mail-preparer.ts";
import { type Message, Refused, TryLater } from "./outlet.ts";
import { replan } from "./replan.ts";
import { tell } from "./tell.ts";

const db = await testDatabase();
const all = [1, 2, 3, 4, 5, 6, 7];
const sessionId = "00000000-0000-4000-8000-000000000001";

let now = Temporal.Instant.from("2030-01-07T12:00Z");
let outcome: () => "sent" | "no_address" = () => "sent";
const sent: [string, Message][] = [];
const send = (channel: string) => ({
  send: async (_userId: string, message: Message) => {
    const result = outcome();
    if (result === "sent") sent.push([channel, message]);
    return result;
  },
});
const options: DeliveryOptions = {
  database: db.app,
  publicUrl: "https://app.example.org",
  queueMail: (_tx, userId, message) => send("email").send(userId, message),
  outlets: { discord: send("discord"), web_push: send("web_push") },
  log: { warn: () => undefined } as never,
  clock: () => now,
};
const bring = deliver(options);

beforeEach(() => {
  now = Temporal.Instant.from("2030-01-07T12:00Z");
  outcome = () => "sent";
  sent.length = 0;
});

let people = 0;
/** Somebody who gets everything at once by every channel. */
async function somebody(): Promise<string> {
  people += 1;
  const { id } = await signedUp(db, `person${people}`);
  for (const channel of ["email", "discord", "web_push"] as const) await choose(id, channel, "at_once");
  return id;
}

async function choose(userId: string, channel: Channel, timing: Timing, topic = "sessions"): Promise<void> {
  await db.app
    .insertInto("NoticeChoice")
    .values({ user_id: userId, topic, channel, timing })
    .onConflict((conflict) => conflict.columns(["user_id", "topic", "channel"]).doUpdateSet({ timing }))
    .execute();
}

async function beQuiet(userId: string, channel: Channel, windows: QuietWindow[]): Promise<void> {
  await db.app
    .insertInto("QuietHours")
    .values({ user_id: userId, channel, windows: JSON.stringify(windows) })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "channel"]).doUpdateSet({ windows: JSON.stringify(windows) }),
    )
    .execute();
}

const afternoon: QuietWindow[] = [{ weekdays: all, from: "12:00", to: "14:00" }];

let told = 0;
async function notify(
  to: string,
  kind: KindName = "session_planned",
  more: { about?: string; until?: Temporal.Instant } = {},
) {
  told += 1;
  const details: Details = { sessionId, friendshipId: sessionId, minutes: 60 };
  await db.app
    .transaction()
    .execute((tx) => tell(tx, { to, kind, details, key: `told-${told}`, now, ...more }));
}

/** What is known of a person's notices by a channel. */
async function state(userId: string, channel: Channel) {
  const rows = await db.admin
    .selectFrom("UserNotifications")
    .select(["held", "ended", "attempts", "deliver_at", "sent_at"])
    .where("user_id", "=", userId)
    .where("channel", "=", channel)
    .orderBy("created_at")
    .execute();
  return rows.map(({ held, ended, attempts, deliver_at, sent_at }) => ({
    held,
    ended,
    attempts,
    sent: sent_at !== null,
    at: deliver_at && Temporal.Instant.fromEpochMilliseconds(deliver_at.getTime()).toString(),
  }));
}

test.each(["email", "discord", "web_push"] as const)(
  "by %s, each notice goes out once, however often and by however many it is brought",
  async (channel) => {
    const userId = await somebody();
    await notify(userId);
    await notify(userId);
    await Promise.all(Array.from({ length: 4 }, () => bring({ userId, channel })));
    await bring({ userId, channel });
    expect(sent.map(([by, { title }]) => [by, title])).toEqual(
      Array(2).fill([channel, "A session is planned."]),
    );
    expect(new Set(sent.map(([, { id }]) => id)).size).toBe(2);
  },
);

test("a digest is one message with all that is due", async () => {
  const userId = await somebody();
  await choose(userId, "discord", "digest");
  for (const kind of ["session_planned", "session_moved", "session_ended"] as const)
    await notify(userId, kind);
  await bring({ userId, channel: "discord" });
  expect(sent).toEqual([]);
  now = Temporal.Instant.from("2030-01-07T18:00Z");
  await bring({ userId, channel: "discord" });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.[1]).toMatchObject({
    title: "There are 3 notices for you.",
    url: "https://app.example.org/notices",
  });
  expect(sent[0]?.[1].body).toContain("https://app.example.org/sessions/");
});

test("quiet hours that were chosen after something was told hold it, and it comes after them", async () => {
  const userId = await somebody();
  await notify(userId);
  await beQuiet(userId, "discord", afternoon);
  await bring({ userId, channel: "discord" });
  expect(await state(userId, "discord")).toMatchObject([
    { held: "quiet_hours", at: "2030-01-07T14:00:00Z", sent: false },
  ]);
  now = Temporal.Instant.from("2030-01-07T14:00Z");
  await bring({ userId, channel: "discord" });
  expect(sent).toHaveLength(1);
});

test("quiet hours of the application hold what it shows too", async () => {
  const userId = await somebody();
  await beQuiet(userId, "in_app", afternoon);
  await notify(userId);
  expect(await state(userId, "in_app")).toMatchObject([{ held: "quiet_hours", sent: false }]);
  now = Temporal.Instant.from("2030-01-07T14:00Z");
  await bring({ userId, channel: "in_app" });
  expect(await state(userId, "in_app")).toMatchObject([{ held: null, sent: true }]);
});

test("choosing other times moves what waits, and turning a channel off withdraws it", async () => {
  const userId = await somebody();
  await beQuiet(userId, "discord", afternoon);
  await notify(userId);
  await beQuiet(userId, "discord", []);
  await db.app.transaction().execute((tx) => replan(tx, userId, now));
  expect(await state(userId, "discord")).toMatchObject([{ held: null, at: "2030-01-07T12:00:00Z" }]);
  await choose(userId, "discord", "never");
  await db.app.transaction().execute((tx) => replan(tx, userId, now));
  expect(await state(userId, "discord")).toMatchObject([{ ended: "withdrawn" }]);
});

test("low-energy mode holds requests by every channel until it ends", async () => {
  const userId = await somebody();
  const other = await signedUp(db, `friend${people}`);
  await befriend(userId, other.id);
  await sql`insert into "NoticeSettings" (user_id, low_energy) values (${userId}, true)`.execute(db.admin);
  told += 1;
  const request = { kind: "request_received", details: { requestId: sessionId }, about: other.id } as const;
  await db.app.transaction().execute((tx) => tell(tx, { ...request, to: userId, key: `told-${told}`, now }));
  expect(await state(userId, "in_app")).toMatchObject([{ held: "low_energy", at: null }]);
  await sql`update "NoticeSettings" set low_energy = false where user_id = ${userId}`.execute(db.admin);
  await db.app.transaction().execute((tx) => replan(tx, userId, now));
  await bring({ userId, channel: "in_app" });
  expect(await state(userId, "in_app")).toMatchObject([{ held: null, sent: true }]);
});

async function befriend(one: string, other: string): Promise<void> {
  await sql`insert into "UserFriends" (user_id, friend_id, status) values (${one}, ${other}, 'accepted')`.execute(
    db.admin,
  );
}

test("nothing is delivered about somebody who was blocked after it was told, by any channel", async () => {
  const userId = await somebody();
  const other = await signedUp(db, `friend${people}`);
  await befriend(userId, other.id);
  for (const channel of ["email", "discord", "web_push"] as const)
    await choose(userId, channel, "at_once", "friends");
  await beQuiet(userId, "in_app", afternoon);
  await notify(userId, "friend_accepted", { about: other.id });
  await sql`insert into "UserBlock" (blocker_id, blocked_id) values (${other.id}, ${userId})`.execute(
    db.admin,
  );
  now = Temporal.Instant.from("2030-01-07T14:00Z");
  for (const channel of ["in_app", "email", "discord", "web_push"] as const) {
    await bring({ userId, channel });
    expect(await state(userId, channel)).toMatchObject([{ ended: "withdrawn", sent: false }]);
  }
  expect(sent).toEqual([]);
});

test("what is too late is not sent, and the application still shows it", async () => {
  const userId = await somebody();
  await choose(userId, "discord", "at_once", "reminders");
  await beQuiet(userId, "discord", afternoon);
  await beQuiet(userId, "in_app", afternoon);
  await notify(userId, "session_reminder", { until: now.add({ hours: 1 }) });
  now = Temporal.Instant.from("2030-01-07T14:00Z");
  await bring({ userId, channel: "discord" });
  await bring({ userId, channel: "in_app" });
  expect(await state(userId, "discord")).toMatchObject([{ ended: "too_late" }]);
  expect(await state(userId, "in_app")).toMatchObject([{ sent: true }]);
});

test("without an address by a channel, nothing is sent and nothing is tried again", async () => {
  const userId = await somebody();
  await notify(userId);
  outcome = () => "no_address";
  for (const channel of ["email", "discord"] as const) {
    await bring({ userId, channel });
    expect(await state(userId, channel)).toMatchObject([{ ended: "no_address" }]);
  }
});

test("a channel that is down is tried again with growing pauses, then given up where the person can see it", async () => {
  const userId = await somebody();
  await notify(userId);
  outcome = () => {
    throw new Error("down");
  };
  const start = now;
  for (let attempt = 1; attempt <= 9; attempt += 1) {
    await bring({ userId, channel: "discord" });
    const [row] = await state(userId, "discord");
    expect(row?.attempts).toBe(attempt);
    if (attempt < 9) expect(row?.held).toBe("retry");
    if (row?.at && attempt < 9) now = Temporal.Instant.from(row.at);
  }
  expect(await state(userId, "discord")).toMatchObject([{ ended: "failed", sent: false }]);
  expect(now.since(start).total("hours")).toBeGreaterThan(20);
  const shown = await db.admin
    .selectFrom("UserNotifications")
    .select(["kind", "details"])
    .where("user_id", "=", userId)
    .where("channel", "=", "in_app")
    .where("number", "is not", null)
    .execute();
  expect(shown).toContainEqual({ kind: "channel_fails", details: { channel: "discord" } });
});

test("what fell through is given again, and a mail that the outbox gave up is told of once a day", async () => {
  const userId = await somebody();
  await notify(userId);
  await sql`delete from pgboss.job where name = 'deliver'`.execute(db.admin);
  await sql`update "UserNotifications" set deliver_at = now() - interval '1 hour' where user_id = ${userId} and sent_at is null`.execute(
    db.admin,
  );
  await sql`insert into "OutgoingMail" (key, kind, user_id, expires_at, outcome, ended_at)
    values (${`notice:${userId}`}, 'notice', ${userId}, now() + interval '1 hour', 'failed', now())`.execute(
    db.admin,
  );
  for (let time = 0; time < 2; time += 1) await db.app.transaction().execute(lookAfter);
  const { rows } = await sql<{
    channel: string;
  }>`select distinct data ->> 'channel' as channel from pgboss.job
    where name = 'deliver' and data ->> 'userId' = ${userId} order by 1`.execute(db.admin);
  expect(rows.map(({ channel }) => channel)).toEqual(["discord", "email", "web_push"]);
  const failures = await db.admin
    .selectFrom("UserNotifications")
    .select("details")
    .where("user_id", "=", userId)
    .where("kind", "=", "channel_fails")
    .where("channel", "=", "in_app")
    .execute();
  expect(failures).toEqual([{ details: { channel: "email" } }]);
});

test("a channel that comes back brings what waited", async () => {
  const userId = await somebody();
  await notify(userId);
  outcome = () => {
    throw new TryLater("slow down", 90);
  };
  await bring({ userId, channel: "web_push" });
  expect(await state(userId, "web_push")).toMatchObject([{ held: "retry", at: "2030-01-07T12:01:30Z" }]);
  outcome = () => "sent";
  now = Temporal.Instant.from("2030-01-07T12:01:30Z");
  await bring({ userId, channel: "web_push" });
  expect(sent).toHaveLength(1);
});

test("what the other server never takes is given up at once", async () => {
  const userId = await somebody();
  await notify(userId);
  outcome = () => {
    throw new Refused("too long");
  };
  await bring({ userId, channel: "discord" });
  expect(await state(userId, "discord")).toMatchObject([{ ended: "failed", attempts: 1 }]);
});

test("what a process was sending when it died is sent by another one later", async () => {
  const userId = await somebody();
  await notify(userId);
  const database = db.app;
  const dying = deliver({
    ...options,
    outlets: { ...options.outlets, discord: { send: () => new Promise(() => undefined) } },
    database,
  });
  void dying({ userId, channel: "discord" });
  await expect.poll(async () => (await state(userId, "discord"))[0]?.attempts).toBe(1);
  await bring({ userId, channel: "discord" });
  expect(sent).toEqual([]);
  const later = await sql`select 1 from pgboss.job where name = 'deliver' and data ->> 'userId' = ${userId}
    and data ->> 'channel' = 'discord' and start_after > now()`.execute(db.admin);
  expect(later.rows.length).toBeGreaterThan(0);
  now = now.add({ seconds: 61 });
  await bring({ userId, channel: "discord" });
  expect(sent).toHaveLength(1);
});

test("a mail that waited for its server says what holds when it is sent: nobody who was blocked, nothing in quiet hours", async () => {
  const userId = await somebody();
  const other = await signedUp(db, `friend${people}`);
  await befriend(userId, other.id);
  await choose(userId, "email", "digest", "friends");
  await choose(userId, "email", "digest");
  await notify(userId, "friend_accepted", { about: other.id });
  await notify(userId);
  now = Temporal.Instant.from("2030-01-07T18:00Z");
  const written: NoticeMail[] = [];
  const queueMail = mailNotices(
    async (_tx, mail) => void written.push(mail),
    () => now,
  );
  const mailing = deliver({ ...options, queueMail });
  await mailing({ userId, channel: "email" });
  const contents = () => ({ to: "a@example.org", details: written.at(-1)?.details ?? {} });
  expect(await prepareNotice(db.app, contents())).toMatchObject({
    details: { subject: "There are 2 notices for you." },
  });
  await sql`insert into "UserBlock" (blocker_id, blocked_id) values (${other.id}, ${userId})`.execute(
    db.admin,
  );
  const later = await prepareNotice(db.app, contents());
  expect(later).toMatchObject({ details: { subject: "A session is planned." } });
  expect(JSON.stringify(later)).not.toContain(other.username);
  await beQuiet(userId, "email", [{ weekdays: all, from: "00:00", to: "23:59" }]);
  expect(await prepareNotice(db.app, contents())).toBeNull();
  expect((await state(userId, "email")).filter(({ held }) => held === "quiet_hours")).toHaveLength(1);
  await beQuiet(userId, "email", []);
  await db.app.transaction().execute((tx) => replan(tx, userId, now));
  now = Temporal.Instant.from("2040-01-01T00:00Z");
  await mailing({ userId, channel: "email" });
  // A mail of its own, since the outbox takes each key once.
  expect(new Set(written.map(({ key }) => key)).size).toBe(2);
});
