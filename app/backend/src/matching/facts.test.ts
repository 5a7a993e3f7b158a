import { expect, test } from "vitest";
import { factsOf, inOrder, type Liked } from "./facts.ts";

const hour = 3_600_000;
const game = (gameId: string, more: Partial<Liked> = {}): Liked => ({
  gameId,
  gameName: `Game ${gameId}`,
  liking: "likes",
  platform: "pc",
  ...more,
});
const free = [{ from: 0, to: 3 * hour }];

test("two people are suggested to each other by what both have, the same from either side", () => {
  const mine = { free, games: [game("b"), game("a", { platform: "xbox" })] };
  const theirs = { free: [{ from: hour, to: 9 * hour }], games: [game("a"), game("b"), game("c")] };
  const facts = factsOf(mine, theirs);
  expect(facts).toEqual({
    times: [{ from: hour, to: 3 * hour }],
    games: [
      { id: "a", name: "Game a", platform: null },
      { id: "b", name: "Game b", platform: "pc" },
    ],
  });
  expect(factsOf(theirs, mine)).toEqual(facts);
});

test.each([
  ["a common time that is too short", [{ from: 0, to: hour - 1 }], [game("a")]],
  ["no common game", free, [game("b")]],
  ["a game that one does not like", free, [game("a", { liking: "not_for_me" })]],
])("nobody is suggested for %s", (_, time, games) => {
  expect(factsOf({ free, games: [game("a")] }, { free: time, games })).toBeUndefined();
  expect(factsOf({ free: time, games }, { free, games: [game("a")] })).toBeUndefined();
});

test("the earliest common time is first, then the id; nothing else counts", () => {
  const item = (id: string, from: number) => ({
    id,
    facts: { times: [{ from, to: from + hour }], games: [] },
  });
  const items = [item("c", 1), item("b", 2), item("a", 2), item("a", 2)];
  expect(inOrder(items).map(({ id }) => id)).toEqual(["c", "a", "a", "b"]);
  expect(inOrder([{ id: "x", facts: { times: [], games: [] } }, item("y", 5)]).map(({ id }) => id)).toEqual([
    "y",
    "x",
  ]);
});
