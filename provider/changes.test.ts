import { expect, test } from "vitest";
import { changes, knownPart } from "./changes.ts";
import { hostStep } from "./host-step.ts";
import { localShell } from "./local-shell.ts";
import { unknownValue } from "./values.ts";

const kind = hostStep(
  () => localShell,
  () => ({}),
);
const inputs = { apply: "true", environment: { A: "1" }, connection: { host: "198.51.100.7", port: 22 } };
const state = { ...inputs, observed: "x", applied: "x" };

const of = (wanted: Record<string, unknown>, now: Record<string, unknown> = state) =>
  changes(kind, now, inputs, wanted).map(
    ({ path, kind: how, replaces }) => `${how} ${path}${replaces ? " by replacement" : ""}`,
  );

test.each([
  ["equal inputs", inputs, []],
  ["a changed setting", { ...inputs, environment: { A: "2" } }, ["update environment.A"]],
  ["a new setting", { ...inputs, environment: { A: "1", B: "2" } }, ["add environment.B"]],
  ["a removed setting", { ...inputs, environment: {} }, ["delete environment.A"]],
  [
    "a different host",
    { ...inputs, connection: { host: "198.51.100.8", port: 22 } },
    ["update connection.host by replacement"],
  ],
  [
    "a different user on the same host",
    { ...inputs, connection: { ...inputs.connection, user: "admin" } },
    ["add connection.user"],
  ],
  [
    "a different key file on the deploying machine",
    { ...inputs, connection: { ...inputs.connection, identityFile: "/k" } },
    [],
  ],
  [
    "a value that is not known yet",
    { ...inputs, environment: { A: unknownValue } },
    ["update environment.A"],
  ],
])("%s: the changes are reported", (_, wanted, expected) => {
  expect(of(wanted)).toEqual(expected);
});

test("a manual change on the host is reported although the inputs are equal", () => {
  expect(of(inputs, { ...state, observed: "y" })).toEqual(["update observed"]);
});

test("knownPart removes values that are not known yet", () => {
  expect(knownPart({ a: "1", b: unknownValue, c: { d: [unknownValue] } })).toEqual({ a: "1" });
});
