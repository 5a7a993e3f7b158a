import { expect, test } from "vitest";
import { workFor } from "./outlook.ts";

const resources = ["backend", "frontend"].map((app) => ({
  urn: `urn:pulumi:s::tovplay::command:local:Command::tovplay-${app}-build`,
}));

test.each([
  ["nothing", [], "nothing"],
  ["an application that the stack does not have", ["guardian"], "nothing"],
  ["one application", ["backend"], { service: "backend" }],
  [
    "one application, and another that the stack does not have",
    ["frontend", "guardian"],
    { service: "frontend" },
  ],
  ["both applications", ["backend", "frontend"], "unknown"],
  ["the program", ["program"], "unknown"],
  ["the program and an application", ["backend", "program"], "unknown"],
])("where %s has changed, the work is known or left to the engine", (_, changed, expected) => {
  expect(workFor(changed, resources)).toEqual(expected);
});
