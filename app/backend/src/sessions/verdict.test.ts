import { expect, test } from "vitest";
import type { PlaceState } from "../database/tables/playing.ts";
import { verdictOf } from "./verdict.ts";

const places = (...states: PlaceState[]) => states.map((state) => ({ state }));

test.each([
  [places("asked", "asked"), 2, undefined],
  [places("going", "asked"), 2, undefined],
  [places("going", "going"), 2, "enough"],
  [places("going", "going", "asked"), 2, "enough"],
  [places("going", "declined"), 2, "too_few"],
  [places("going", "left", "asked"), 2, undefined],
  [places("going", "going", "left"), 3, "too_few"],
  [places("going", "going", "called_off", "asked"), 3, undefined],
  [places("declined"), 2, "too_few"],
] as const)("%j with %i needed: %s", (given, fewest, verdict) => {
  expect(verdictOf(given, fewest)).toBe(verdict);
});
