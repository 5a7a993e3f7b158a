import { expect, test } from "vitest";
import { parseProfiles } from "./profiles.ts";

test.each([
  ["core", ["core"]],
  [" monitoring, core ,core", ["core", "monitoring"]],
  ["core,database,monitoring", ["core", "database", "monitoring"]],
])("%j means %j", (text, profiles) => {
  expect(parseProfiles(text)).toEqual(profiles);
});

test.each(["", ",", "cor", "core;database", "__proto__"])("%j is refused, naming what there is", (text) => {
  expect(() => parseProfiles(text)).toThrow(/use one or more of core, database, monitoring/);
});
