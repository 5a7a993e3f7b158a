import { expect, test } from "vitest";
import {
  requestActors,
  requestEvents,
  requestStates,
  requestTransition,
  requestTransitions,
} from "./transitions.ts";

/** Everything that is possible, written out a second time; all else is refused. */
const possible = new Map([
  ["pending recipient accept", "accepted"],
  ["pending recipient decline", "declined"],
  ["pending recipient counter", "countered"],
  ["pending sender cancel", "cancelled"],
  ["pending clock expire", "expired"],
  ["pending safety part", "cancelled"],
  ["pending session close", "cancelled"],
  ["declined recipient undo", "pending"],
  ["cancelled sender undo", "pending"],
]);

const all = requestStates.flatMap((from) =>
  requestActors.flatMap((by) => requestEvents.map((on) => ({ from, by, on }))),
);

test("of all states, actors and events, exactly these combinations change a request", () => {
  const found = all.flatMap(({ from, by, on }) => {
    const to = requestTransition(from, by, on)?.to;
    return to ? [[`${from} ${by} ${on}`, to] as const] : [];
  });
  expect(new Map(found)).toEqual(possible);
  expect(all).toHaveLength(requestStates.length * requestActors.length * requestEvents.length);
});

test("no combination is in the table twice", () => {
  const keys = requestTransitions.map(({ from, by, on }) => `${from} ${by} ${on}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test("every end of an open request closes the question and settles the place, and every way back opens it", () => {
  for (const { from, to, by, effects } of requestTransitions) {
    expect(
      effects.filter((effect) => effect.startsWith("question_")),
      `${from} to ${to}`,
    ).toHaveLength(1);
    if (to === "pending") expect(effects).toContain("question_reopened");
    if (from === "pending" && by !== "session") expect(effects).toContain("settle_session");
  }
});

test("nobody is told when a block or an erased account ends a request", () => {
  const parted = requestTransition("pending", "safety", "part");
  expect(parted?.effects.filter((effect) => effect.startsWith("tell_"))).toEqual([]);
});
