import { expect, test } from "vitest";
import {
  sessionActors,
  sessionEvents,
  sessionStates,
  sessionTransition,
  sessionTransitions,
} from "./transitions.ts";

/** Everything that is possible, written out a second time; all else is refused. */
const possible = new Map([
  ["proposed people enough", "scheduled"],
  ["proposed people too_few", "cancelled"],
  ["scheduled people too_few", "cancelled"],
  ["paused people too_few", "cancelled"],
  ["proposed host call_off", "cancelled"],
  ["scheduled host call_off", "cancelled"],
  ["paused host call_off", "cancelled"],
  ["scheduled host pause", "paused"],
  ["scheduled guest pause", "paused"],
  ["paused host resume", "scheduled"],
  ["paused guest resume", "scheduled"],
  ["paused clock pause_over", "completed"],
  ["scheduled clock end", "completed"],
  ["paused clock end", "completed"],
  ["cancelled people ask_again", "proposed"],
  ["cancelled host undo", "scheduled"],
  ["cancelled guest undo", "scheduled"],
]);

test("of all states, actors and events, exactly these combinations change a session", () => {
  const found = sessionStates.flatMap((from) =>
    sessionActors.flatMap((by) =>
      sessionEvents.flatMap((on) => {
        const to = sessionTransition(from, by, on)?.to;
        return to ? [[`${from} ${by} ${on}`, to] as const] : [];
      }),
    ),
  );
  expect(new Map(found)).toEqual(possible);
});

test("no combination is in the table twice", () => {
  const keys = sessionTransitions.map(({ from, by, on }) => `${from} ${by} ${on}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test("a session that does not take place has the same effects, no matter what ended it", () => {
  const ends = sessionTransitions.filter(({ to }) => to === "cancelled").map(({ effects }) => effects);
  for (const effects of ends) expect(effects).toEqual(["end_requests", "tell_off", "release_places"]);
});

test("a completed session never changes again", () => {
  expect(sessionTransitions.filter(({ from }) => from === "completed")).toEqual([]);
});
