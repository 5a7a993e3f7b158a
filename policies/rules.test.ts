import { describe, expect, it } from "vitest";
import { containerType, releaseType } from "./container-policy.ts";
import { asRelease, example } from "./fixtures.ts";
import { goodContainer } from "./good-container.ts";
import { loadFixtures, loadPolicies, ruleNames } from "./load-policies.ts";
import { tryPolicy } from "./try-policy.ts";

const names = await ruleNames();
const policies = await loadPolicies();
const severities = ["low", "medium", "high", "critical"];

describe.each(policies.map((policy) => [policy.name, policy] as const))("%s", async (name, policy) => {
  const fixtures = await loadFixtures(name);

  it("is called like its file, has a severity, and says why", () => {
    expect(names).toContain(name);
    expect(["advisory", "mandatory", "remediate"]).toContain(policy.enforcementLevel);
    expect(severities).toContain(policy.severity);
    expect(policy.description).toMatch(/\w{3}.*\.$/);
  });

  it("has fixtures of both kinds", () => {
    expect(Object.keys(fixtures.good)).not.toEqual([]);
    expect(Object.keys(fixtures.bad)).not.toEqual([]);
  });

  it.each(Object.entries(fixtures.good))("accepts %s", async (_case, resources) => {
    expect(await tryPolicy(policy, resources)).toEqual([]);
    expect(await tryPolicy(policy, resources.map(asRelease))).toEqual([]);
  });

  it.each(Object.entries(fixtures.bad))(
    "refuses %s, naming resource, fault and mend",
    async (_case, { says, resources }) => {
      for (const judged of [resources, resources.map(asRelease)]) {
        const [message, ...more] = await tryPolicy(policy, judged);
        expect(more).toEqual([]);
        expect(message).toMatch(new RegExp(`^[A-Z][A-Za-z ]+ ${example} `));
        expect(message).toContain(says);
        expect(message).toContain(policy.remediationSteps);
      }
    },
  );

  it("says nothing about a resource of another type", async () => {
    const network = { type: "docker:index/network:Network", name: example, inputs: {} };
    expect(await tryPolicy(policy, [network])).toEqual([]);
  });
});

it.each(policies)("$name accepts the good container", async (policy) => {
  const good = { type: containerType, name: example, inputs: { ...goodContainer } };
  expect(await tryPolicy(policy, [good, asRelease(good)])).toEqual([]);
});

it("judges a release that does not say what it starts", async () => {
  const release = { type: releaseType, name: example, inputs: { apply: "exit 0" } };
  const said = await Promise.all(policies.map((policy) => tryPolicy(policy, [release])));
  expect(said.flat()).toContainEqual(expect.stringContaining("Container example names no image."));
});
