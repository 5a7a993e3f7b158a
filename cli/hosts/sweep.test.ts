import { expect, test } from "vitest";
import { knownContainers, unknownAmong } from "./sweep.ts";

const state = {
  deployment: {
    resources: [
      { urn: "urn:1", type: "docker:index/container:Container", id: "aaa" },
      {
        urn: "urn:2",
        type: "tovplay-host:index:Release",
        id: "tovplay-backend",
        inputs: { environment: { SERVICE: "tovplay-backend" } },
      },
      { urn: "urn:3", type: "docker:index/volume:Volume", id: "ccc" },
    ],
  },
};

test("a stack accounts for its containers and for both slots of a release", () => {
  expect([...knownContainers(state)]).toEqual(["aaa", "tovplay-backend-blue", "tovplay-backend-green"]);
});

test.each([
  ["what the stack made", "aaa\ttovplay-pgbouncer", []],
  ["the slot that serves", "bbb\ttovplay-backend-green", []],
  ["one that somebody started by hand", "ddd\tminer", ["miner"]],
  ["one that only has a known one's name", "eee\ttovplay-pgbouncer", ["tovplay-pgbouncer"]],
  ["an empty host", "", []],
])("finds %s", (_, list, unknown) => {
  expect(unknownAmong(`${list}\n`, knownContainers(state))).toEqual(unknown);
});
