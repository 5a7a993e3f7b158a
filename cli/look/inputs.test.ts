import { expect, test } from "vitest";
import { changedParts } from "./inputs.ts";

const before = { program: "1", backend: "1", frontend: "1" };

test.each([
  ["nothing", before, []],
  ["a service", { ...before, backend: "2" }, ["backend"]],
  ["the program and a service", { ...before, program: "2", frontend: "2" }, ["frontend", "program"]],
  ["a part that is new", { ...before, guardian: "1" }, ["guardian"]],
  ["a part that is gone", { program: "1", backend: "1" }, ["frontend"]],
])("%s that has changed is named", (_, now, expected) => {
  expect(changedParts(before, now)).toEqual(expected);
});
