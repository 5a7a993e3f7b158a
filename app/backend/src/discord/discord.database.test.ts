import { sql } from "kysely";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { JobData } from "../jobs/queues.ts";
import { tell } from "../notices/tell.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";
import { answerCommand } from "./answer.ts";
import { commandList } from "./commands.ts";
import { showAsEvent, syncEvent } from "./events.ts";
import { discordOutlet } from "./outlet.ts";
import { DiscordRest } from "./rest.ts";
import { DiscordDouble } from "./testing/discord-double.ts";

const db = await testDatabase();
const discord = new DiscordDouble();
const api = await discord.start();
const publicUrl = "https://app.example.org";
const rest = new DiscordRest({ api, token: "t" });
const { app, send } = await testSite(db, { discord: { publicKey: discord.publicKey } });
afterAll(async () => {
  await app.close();
  await discord.stop();
});
beforeEach(() => {
  discord.got.length = 0;
  discord.messages.length = 0;
});

let linked = 100_000_000_000_000_000n;
/** Somebody who has linked an account on Discord. */
async function withDiscord(name: string): Promise<Person & { discordId: string }> {
  const person = await signedUp(db, name);
  linked += 1n;
  const discordId = String(linked);
  await sql`insert into "AccountLink" (user_id, provider, subject) values (${person.id}, 'discord', ${discordId})`.execute(
    db.admin,
  );
  return { ...person, discordId };
}

let interactions = 0;
const command = (discordId: string, name: string) => {
  interactions += 1;
  return {
    type: 2,
    id: String(interactions),
    application_id: "555",
    token: "tok",
    data: { name, type: 1 },
    member: { user: { id: discordId, username: "x" } },
    version: 1,
  };
};

async function interact(payload: object, headers?: Record<string, string>) {
  const body = JSON.stringify(payload);
  return app.inject({
    method: "POST",
    url: "/api/discord/interactions",
    headers: headers ?? discord.signed(body),
    payload: body,
  });
}

/** Jobs that wait for an answer, and does them. */
async function answers(): Promise<string[]> {
  const { rows } = await sql<{ data: JobData["answer-discord"] }>`
    delete from pgboss.job where name = 'answer-discord' returning data`.execute(db.admin);
  const answer = answerCommand({ database: db.app, rest, publicUrl });
  for (const { data } of rows) await answer(data);
  return discord.got
    .filter(({ path }) => path.startsWith("webhooks"))
    .map(({ body }) => String(body?.content));
}

test("a ping is answered, with the signature checked over the body as it was sent", async () => {
  const answer = await interact({ type: 1 });
  expect([answer.statusCode, answer.json()]).toEqual([200, { type: 1 }]);
});

test.each([
  ["without a signature", { "content-type": "application/json" }],
  ["with a signature of another body", discord.signed('{"type":1,"x":1}')],
  ["that is old", discord.signed('{"type":1}', "1700000000")],
])("an interaction %s is refused with 401", async (_what, headers) => {
  const answer = await interact({ type: 1 }, headers);
  expect([answer.statusCode, answer.json().code]).toEqual([401, "unauthenticated"]);
});

test.each([
  ["an unknown type", { type: 99 }],
  ["nobody who gave it", { ...command("1", "next"), member: undefined }],
])("an interaction with %s is refused", async (_what, payload) => {
  expect((await interact(payload)).statusCode).toBe(400);
});

test("a command is answered later, only to the person, and once even if Discord sends it again", async () => {
  const ada = await withDiscord("ada");
  const given = command(ada.discordId, "next");
  for (let time = 0; time < 2; time += 1) {
    const answer = await interact(given);
    expect(answer.json()).toEqual({ type: 5, data: { flags: 64 } });
  }
  expect(await answers()).toEqual([`You have no session. You need to do nothing.\n${publicUrl}/sessions`]);
  expect(discord.got[0]).toMatchObject({
    path: "webhooks/555/tok/messages/@original",
    authorization: undefined,
  });
});

test("somebody without a linked account is told how to link one", async () => {
  await interact(command("42", "notices"));
  expect(await answers()).toEqual([`Link your account first: ${publicUrl}/account`]);
});

test("nobody sees on Discord what speaks of somebody who is hidden from them", async () => {
  const [bea, cleo] = [await withDiscord("bea"), await withDiscord("cleo")];
  await sql`insert into "UserFriends" (user_id, friend_id, status) values (${bea.id}, ${cleo.id}, 'accepted')`.execute(
    db.admin,
  );
  const told = {
    to: bea.id,
    kind: "friend_accepted",
    details: { friendshipId: bea.id },
    about: cleo.id,
    key: "x",
  } as const;
  await db.app.transaction().execute((tx) => tell(tx, told));
  await interact(command(bea.discordId, "notices"));
  expect((await answers())[0]).toContain("You and cleo are friends now.");
  discord.got.length = 0;
  await sql`insert into "UserBlock" (blocker_id, blocked_id) values (${cleo.id}, ${bea.id})`.execute(
    db.admin,
  );
  await interact(command(bea.discordId, "notices"));
  expect(await answers()).toEqual([`There is nothing new.\n${publicUrl}/notices`]);
  expect((await send("GET", "/api/notices", bea)).body.notices).toEqual([]);
});

test("a message that is sent twice is there once, calls nobody, and ends at Discord's limit", async () => {
  const dora = await withDiscord("dora");
  const outlet = discordOutlet(db.app, rest);
  const message = {
    id: "4c1f0e6a-0000-8000-a000-000000000001",
    title: "t",
    body: "b".repeat(3_000),
    url: publicUrl,
    ids: [],
    attempt: 0,
    until: null,
  };
  expect(await outlet.send(dora.id, message)).toBe("sent");
  expect(await outlet.send(dora.id, message)).toBe("sent");
  expect(discord.messages).toHaveLength(1);
  expect(discord.messages[0]?.content).toHaveLength(2_000);
  expect(discord.got.at(-1)?.body).toMatchObject({ allowed_mentions: { parse: [] } });
  expect(await outlet.send((await signedUp(db, "emil")).id, message)).toBe("no_address");
});

test("a session's event follows it: made, moved, made again when somebody removed it, and gone; it names nobody", async () => {
  const [fay, gus] = [await signedUp(db, "fay"), await signedUp(db, "gus")];
  const { rows } = await sql<{ id: string }>`with game as (
      insert into "Game" (name, max_players) values ('Portal 2', 2) returning id)
    insert into "ScheduledSession" (game_id, host_id, guest_id, starts_at, ends_at)
    select id, ${fay.id}, ${gus.id}, now() + interval '1 day', now() + interval '26 hours' from game returning id`.execute(
    db.admin,
  );
  const sessionId = rows[0]?.id ?? "";
  const sync = () => syncEvent(db.app, rest, publicUrl)({ sessionId });
  const show = (wanted: boolean) =>
    db.app
      .transaction()
      .execute((tx) => showAsEvent(tx, { sessionId, guildId: "111111111111111111", wanted }));
  await show(true);
  await sync();
  await sync();
  expect([...discord.events.values()]).toMatchObject([
    { name: "Portal 2", privacy_level: 2, entity_type: 3 },
  ]);
  expect(JSON.stringify([...discord.events.values()])).not.toMatch(/fay|gus|recurrence/);
  await sql`update "ScheduledSession" set starts_at = starts_at + interval '1 hour' where id = ${sessionId}`.execute(
    db.admin,
  );
  const before = [...discord.events.values()][0]?.scheduled_start_time;
  await sync();
  expect([...discord.events.values()][0]?.scheduled_start_time).not.toBe(before);
  discord.events.clear();
  await sync();
  expect(discord.events.size).toBe(1);
  await show(false);
  await sync();
  await sync();
  expect(discord.events.size).toBe(0);
});

test("every command has a description that Discord takes", () => {
  for (const { name, description } of commandList() as { name: string; description: string }[]) {
    expect(name).toMatch(/^[a-z]{1,32}$/);
    expect(description.length).toBeLessThanOrEqual(100);
  }
});
