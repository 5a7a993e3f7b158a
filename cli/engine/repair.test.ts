import { expect, test } from "vitest";
import { knownIds, withoutPending } from "./repair.ts";
import { countResources, exportedState } from "./stack.ts";

const state = exportedState.parse({
  version: 3,
  deployment: {
    manifest: { magic: "m" },
    secrets_providers: { type: "passphrase", state: { salt: "v1:x" } },
    resources: [
      { urn: "u1", type: "docker:index/container:Container", id: "abc", outputs: { memory: 64 } },
      { urn: "u2", type: "docker:index/network:Network", id: "def" },
      { urn: "u3", type: "pulumi:providers:docker", id: "ghi" },
      { urn: "u4", type: "tovplay:infra:Nginx" },
    ],
    pending_operations: [
      { type: "creating", resource: { urn: "u5", type: "docker:index/container:Container" } },
    ],
  },
});

test("the pending operations go, and everything else stays as it was", () => {
  const fixed = withoutPending(state);
  expect(fixed.deployment.pending_operations).toEqual([]);
  expect(fixed.deployment.resources).toEqual(state.deployment.resources);
  expect(fixed).toMatchObject({ version: 3, deployment: { manifest: { magic: "m" } } });
});

test("only what has been made counts as known", () => {
  expect(knownIds(state, "docker:index/container:Container")).toEqual(new Set(["abc"]));
});

test("the engine's own providers are no resources of the program", () => {
  expect(countResources(state)).toBe(3);
  expect(countResources(undefined)).toBe(0);
});
