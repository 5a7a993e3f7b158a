import { expect, test } from "vitest";
import { parseProfiles } from "./profiles.ts";

test.each([
  [undefined, ["core", "database", "monitoring"]],
  ["", ["core", "database", "monitoring"]],
  ["none", []],
  ["core", ["core", "database"]],
  ["database", ["database"]],
  ["monitoring, core", ["monitoring", "database", "core"]],
])("%j runs %j", (list, expected) => {
  expect([...parseProfiles(list)]).toEqual(expected);
});

test.each(["cores", "core,,database", "__proto__"])("refuses %j and names the profiles there are", (list) => {
  expect(() => parseProfiles(list)).toThrow(/there is no profile .*; choose from core, database, monitoring/);
});
