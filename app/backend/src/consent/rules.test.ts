import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { type AskFacts, askLimits, refusalToAsk } from "./rules.ts";

const now = Temporal.Instant.from("2026-11-29T20:00:00Z");
const free: AskFacts = {
  ...{ now, kind: "friendship", friends: false, moderated: true, open: null, lastNo: null },
  ...{ askedThem: 0, askedAll: 0, waiting: 0 },
};
const ask = (more: Partial<AskFacts>) => refusalToAsk({ ...free, ...more });

test("somebody who may be found can be asked", () => {
  expect(ask({})).toBeNull();
  expect(ask({ friends: true, kind: "game_request" })).toBeNull();
});

test.each<[string, Partial<AskFacts>, string, string]>([
  ["friends are not asked to be friends", { friends: true }, "conflict", "friends already"],
  ["first contact waits while moderation is down", { moderated: false }, "unavailable", "Nothing is lost"],
  ["one question at a time", { open: "asker" }, "conflict", "wait for the answer"],
  ["a question of the other is answered first", { open: "asked" }, "conflict", "answer that first"],
  ["one question to the same person in a day", { askedThem: 1 }, "too_many_requests", "tomorrow"],
  ["a limit for each day", { askedAll: askLimits.toEverybody }, "too_many_requests", "tomorrow"],
  ["a limit of open questions", { waiting: askLimits.waiting }, "conflict", "withdraw one"],
])("%s", (_, facts, code, words) => {
  expect(ask(facts)).toMatchObject({ code, detail: expect.stringContaining(words) });
});

test("friends can ask each other to play while moderation is down, and more often", () => {
  const friends = { friends: true, kind: "game_request" } as const;
  expect(ask({ ...friends, moderated: false, askedThem: 4 })).toBeNull();
  expect(ask({ ...friends, askedThem: 5 })?.code).toBe("too_many_requests");
});

test("after a no, the same person can ask again after 30 days, to the second", () => {
  const lastNo = (hours: number) => ({ lastNo: now.subtract({ hours }) });
  expect(ask(lastNo(24 * 30))).toBeNull();
  const refused = refusalToAsk({ ...free, lastNo: now.subtract({ hours: 24 * 30 }).add({ seconds: 1 }) });
  expect(refused).toEqual({
    code: "conflict",
    detail: "You can ask this person again from 30 November 2026.",
  });
  expect(ask({ ...lastNo(1), friends: true, kind: "session" })).toBeNull();
});
