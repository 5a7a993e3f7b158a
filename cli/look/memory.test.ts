import { expect, test } from "vitest";
import { stateHash } from "./memory.ts";

const resource = { urn: "urn:1", type: "t", id: "1", inputs: { a: "1" }, modified: "2026-01-01T00:00:00Z" };
const other = { urn: "urn:2", type: "t" };
const state = { deployment: { manifest: { time: "1" }, resources: [resource, other] } };

test("an operation that changed no resource leaves the hash as it was", () => {
  const later = { ...resource, modified: "2026-01-02T00:00:00Z", sourcePosition: "project:///a.ts#1" };
  expect(stateHash({ deployment: { manifest: { time: "2" }, resources: [other, later] } })).toBe(
    stateHash(state),
  );
});

test("a resource that changed, appeared or went is another state", () => {
  const changed = { ...resource, inputs: { a: "2" } };
  const hashes = [[changed, other], [resource], [resource, other, { urn: "urn:3", type: "t" }]].map(
    (resources) => stateHash({ deployment: { resources } }),
  );
  expect(new Set([...hashes, stateHash(state)]).size).toBe(4);
});
