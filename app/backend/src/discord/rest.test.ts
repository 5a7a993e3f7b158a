import { afterEach, beforeEach, expect, test } from "vitest";
import { Refused, TryLater } from "../notices/outlet.ts";
import { plain } from "./outlet.ts";
import { DiscordRest, Missing } from "./rest.ts";
import { DiscordDouble } from "./testing/discord-double.ts";

let discord: DiscordDouble;
let rest: DiscordRest;
let now: number;
let slept: number[];

beforeEach(async () => {
  discord = new DiscordDouble();
  now = 0;
  slept = [];
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
    now += milliseconds;
  };
  rest = new DiscordRest({ api: await discord.start(), token: "bot-token" }, { now: () => now, sleep });
});
afterEach(() => discord.stop());

const message = (channel: string) =>
  rest.send({
    method: "POST",
    route: "channels/messages",
    major: channel,
    path: `channels/${channel}/messages`,
    body: { content: "x" },
  });

const limits = (remaining: number, resetAfter: number, bucket = "abc") => ({
  "x-ratelimit-bucket": bucket,
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset-after": String(resetAfter),
});

test("a request speaks as the bot, and an interaction's own address needs no token", async () => {
  await message("1");
  await rest.send({
    method: "PATCH",
    route: "w",
    major: "1",
    path: "webhooks/1/t/messages/@original",
    asBot: false,
  });
  expect(discord.got.map(({ authorization }) => authorization)).toEqual(["Bot bot-token", undefined]);
});

test("no request is sent before the limit of its channel allows it, and other channels do not wait", async () => {
  discord.next.push({ status: 200, body: {}, headers: limits(0, 2.5) });
  await message("1");
  await message("2");
  expect(slept).toEqual([]);
  await message("1");
  expect(slept).toEqual([2_500]);
});

test("routes that share a bucket share its limit", async () => {
  discord.next.push({ status: 200, body: {}, headers: limits(5, 1) });
  await message("1");
  const other = { method: "POST", route: "channels/other", major: "1", path: "channels/1/messages" } as const;
  discord.next.push({ status: 200, body: {}, headers: limits(0, 4) });
  await rest.send({ ...other, body: {} });
  await message("1");
  expect(slept).toEqual([4_000]);
});

test("a request that was limited is sent again after the time that Discord says", async () => {
  discord.next.push({ status: 429, body: { retry_after: 1.5 }, headers: { "retry-after": "1.5" } });
  await message("1");
  expect(slept).toEqual([1_500]);
  expect(discord.got).toHaveLength(2);
});

test("a global limit makes every request wait", async () => {
  const headers = { "retry-after": "3", "x-ratelimit-global": "true" };
  discord.next.push({ status: 429, body: { global: true }, headers });
  const first = message("1");
  await first;
  expect(slept).toContain(3_000);
  slept = [];
  await message("2");
  expect(slept).toEqual([]);
});

test("more than 40 requests in one second wait for the next", async () => {
  await Promise.all(Array.from({ length: 45 }, (_, index) => message(String(index))));
  expect(slept.length).toBeGreaterThan(0);
  expect(slept.every((wait) => wait <= 1_000)).toBe(true);
  expect(discord.got).toHaveLength(45);
});

test("requests of one channel are sent one after the other", async () => {
  discord.next.push({ status: 200, body: {}, headers: limits(1, 10) });
  discord.next.push({ status: 200, body: {}, headers: limits(0, 10) });
  await Promise.all([message("1"), message("1"), message("1")]);
  expect(slept).toEqual([10_000]);
});

test("a limit that lasts too long is somebody else's to wait for", async () => {
  discord.next.push({ status: 429, headers: { "retry-after": "600" } });
  await expect(message("1")).rejects.toThrow(TryLater);
  await expect(message("2")).resolves.toBeDefined();
});

test.each([
  ["will never be taken", 400, Refused],
  ["is not there", 404, Missing],
  ["may be taken later", 503, Error],
])("what %s is told by its error", async (_what, status, kind) => {
  discord.next.push({ status, body: { code: 50_007, message: "Cannot send messages to this user" } });
  const failed = await message("1").catch((error: Error) => error);
  expect(failed).toBeInstanceOf(kind);
  expect((failed as Error).message).toBe(`Discord answered ${status} (50007) to POST channels/messages`);
});

test.each([
  ["Ada_Lovelace", "Ada\\_Lovelace"],
  ["@everyone", "\\@everyone"],
  ["<@123>", "\\<\\@123\\>"],
  ["a - b: (c)", "a - b: (c)"],
])("the name %s is shown as it is", (name, shown) => {
  expect(plain(name)).toBe(shown);
});
