import { expect, test } from "vitest";
import { changeLines } from "../commands/preview.ts";
import { advance, noDeployment } from "./deployment.ts";
import { parseEngineEvent, parseUrn, withoutColor } from "./events.ts";

const urn =
  "urn:pulumi:local::tovplay::tovplay:infra:Nginx$docker:index/container:Container::tovplay-nginx-container";

function replay(...events: object[]) {
  return events
    .map((event) => parseEngineEvent(JSON.stringify({ sequence: 1, timestamp: 1, ...event })))
    .reduce((deployment, event) => (event ? advance(deployment, event) : deployment), noDeployment);
}

function metadata(op: string, more: object = {}) {
  return { metadata: { op, urn, type: "docker:index/container:Container", detailedDiff: null, ...more } };
}

test("a URN tells name and kind", () => {
  expect(parseUrn(urn)).toEqual({ name: "tovplay-nginx-container", kind: "Container" });
  expect(parseUrn("odd")).toEqual({ name: "odd", kind: "" });
});

test("a resource is at work from its beginning to its end", () => {
  const before = { resourcePreEvent: metadata("create") };
  expect([...replay(before).running]).toEqual([[urn, "create"]]);
  const after = replay(before, { resOutputsEvent: metadata("create") });
  expect(after.running.size).toBe(0);
  expect(after.finished).toEqual(new Set([urn]));
});

test("what stays the same is counted but is no change", () => {
  const deployment = replay({ resourcePreEvent: metadata("same") }, { resOutputsEvent: metadata("same") });
  expect(deployment.changes).toEqual([]);
  expect(deployment.registered.size).toBe(1);
});

test("what only groups resources is no change", () => {
  const groups = ["pulumi:pulumi:Stack", "tovplay:infra:Nginx"].map((type) => ({
    resourcePreEvent: metadata("create", { type }),
  }));
  expect(replay(...groups)).toMatchObject({ changes: [], running: new Map() });
});

test("a change names the properties that differ, once each", () => {
  const detailedDiff = { "labels[0].value": { diffKind: "update" }, memory: { diffKind: "update-replace" } };
  const { changes } = replay({ resourcePreEvent: metadata("replace", { detailedDiff, diffs: ["memory"] }) });
  expect(changeLines(changes)).toEqual([
    "± replace  Container      tovplay-nginx-container  (labels, memory)",
  ]);
});

test.each([
  ["update", ["? changed  Container      tovplay-nginx-container  (image)"]],
  ["delete", ["? missing  Container      tovplay-nginx-container  (image)"]],
  ["same", []],
  ["refresh", []],
])("a look that ends in %s tells what was found", (op, lines) => {
  const { changes } = replay(
    { resourcePreEvent: metadata("refresh") },
    { resOutputsEvent: metadata(op, { diffs: ["image"] }) },
  );
  expect(changeLines(changes)).toEqual(lines);
});

test("a failed resource, an error and a mandatory policy are remembered; the rest is not", () => {
  const policy = { policyName: "memory-limit", message: "why\nwhat\n", resourceUrn: urn };
  const deployment = replay(
    { resOpFailedEvent: metadata("create") },
    { diagnosticEvent: { severity: "error", message: "<{%fg 1%}>boom<{%reset%}>\n", urn } },
    { diagnosticEvent: { severity: "debug", message: "noise" } },
    { policyEvent: { ...policy, enforcementLevel: "mandatory" } },
    { policyEvent: { ...policy, enforcementLevel: "advisory" } },
  );
  expect(deployment.failed).toEqual([urn]);
  expect(deployment.diagnostics).toEqual([{ severity: "error", message: "boom", urn }]);
  expect(deployment.refusals).toEqual([{ policy: "memory-limit", message: "why\nwhat", urn }]);
});

test.each(["", "plain words", "{broken", '{"resourcePreEvent": 5}', "[]"])("%j is no event", (line) => {
  expect(parseEngineEvent(line)).toBeUndefined();
});

test("colour marks go", () => {
  expect(withoutColor("<{%fg 13%}>100%<{%reset%}>")).toBe("100%");
});
