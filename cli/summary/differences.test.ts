import { expect, test } from "vitest";
import { differencesOf, driftOf, unknown } from "./differences.ts";
import { readPlan } from "./read/plan.ts";
import { stepOf } from "./testing/plan-of.ts";
import { recorded } from "./testing/recorded.ts";

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function differences(before: Record<string, unknown>, after: Record<string, unknown>) {
  const paths = Object.keys({ ...before, ...after });
  return differencesOf(stepOf({ type: "any", before, after, paths })).map(
    ({ path, before: old, after: wanted }) => [path, old, wanted],
  );
}

test.each<[string, Record<string, unknown>, Record<string, unknown>, unknown[]]>([
  ["a number", { memory: 192 }, { memory: 256 }, [["memory", 192, 256]]],
  ["nothing", { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
  [
    "a setting of a script",
    { environment: { A: "1", B: "1" } },
    { environment: { A: "2", B: "1" } },
    [["environment.A", "1", "2"]],
  ],
  [
    "a setting of a container by its name, wherever it stands",
    { envs: ["A=1", "B=x=y"] },
    { envs: ["B=x=z", "C=3", "A=1"] },
    [
      ["envs.B", "x=y", "x=z"],
      ["envs.C", undefined, "3"],
    ],
  ],
  ["a setting that went", { envs: ["A=1"] }, { envs: [] }, [["envs.A", "1", undefined]]],
  [
    "a setting not known yet, which has lost its name",
    { envs: ["A=1", "B=2"] },
    { envs: ["A=1", unknownText] },
    [["envs.B", "2", unknown]],
  ],
  [
    "a mount by its target",
    { mounts: [{ target: "/b", source: "1" }] },
    {
      mounts: [
        { target: "/a", source: "0" },
        { target: "/b", source: "2" },
      ],
    },
    [
      ["mounts./a.source", undefined, "0"],
      ["mounts./a.target", undefined, "/a"],
      ["mounts./b.source", "1", "2"],
    ],
  ],
  ["a value not known yet", { image: "x" }, { image: unknownText }, [["image", "x", unknown]]],
  [
    "a whole object not known yet",
    { spec: { a: 1 } },
    { spec: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff" },
    [["spec", { a: 1 }, unknown]],
  ],
  [
    "names that every object has",
    { spec: {} },
    { spec: { constructor: "x", toString: "y" } },
    [
      ["spec.constructor", undefined, "x"],
      ["spec.toString", undefined, "y"],
    ],
  ],
  [
    "a list of words",
    { command: ["a", "b"] },
    { command: ["a", "c"] },
    [["command", ["a", "b"], ["a", "c"]]],
  ],
])("%s differs", (_, before, after, expected) => {
  expect(differences(before, after)).toEqual(expected);
});

test("a secret in the engine's own form is one value that tells nothing", () => {
  const secret = (ciphertext: string) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext,
  });
  expect(differences({ password: secret("one") }, { password: secret("two") })).toEqual([
    ["password", "[secret]", "[secret]"],
  ]);
  expect(differences({ password: secret("one") }, { password: "clear" })).toEqual([
    ["password", "[secret]", "clear"],
  ]);
});

test("only what the engine names differs: the rest are defaults of a provider", () => {
  const step = stepOf({ type: "any", before: { a: 1, b: 1 }, after: { a: 2, b: 2 }, paths: ["a"] });
  expect(differencesOf(step).map(({ path }) => path)).toEqual(["a"]);
});

test("what differs in an answer of the host was changed by hand", () => {
  const step = stepOf({ type: "any", before: { a: 1 }, after: { a: 2 }, paths: ["a", "observed"] });
  expect(driftOf(step)).toEqual(["observed"]);
});

test("a secret that differs is told, though the engine prints the same for both", () => {
  const hidden = { stdin: "[secret]", environment: { A: "[secret]", B: "[secret]" } };
  const paths = ["stdin", "environment.A"];
  const step = stepOf({ type: "any", before: hidden, after: hidden, paths });
  expect(differencesOf(step).map(({ path }) => path)).toEqual(paths);
  expect(driftOf(step)).toEqual([]);
});

test("the recorded release tells its unknown image and setting", () => {
  const step = readPlan(recorded("release.jsonl")).steps.find(
    ({ name }) => name === "tovplay-backend-container",
  );
  expect(step && differencesOf(step)).toEqual([
    { path: "envs.DATABASE_SYSTEM_IDENTIFIER", before: "7710534036323741719", after: unknown },
    { path: "image", before: expect.stringMatching(/^sha256:/), after: unknown },
  ]);
});
