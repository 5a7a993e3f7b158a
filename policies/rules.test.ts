import { describe, expect, it } from "vitest";
import { containerType, releaseType } from "./container-policy.ts";
import { loadFixtures, loadPolicies, ruleNames } from "./load-policies.ts";
import { asRelease, example } from "./testing/fixtures.ts";
import { goodContainer } from "./testing/good-container.ts";
import { tryPolicy } from "./testing/try-policy.ts";

const names = await ruleNames();
const policies = await loadPolicies();
const severities = ["low", "medium", "high", "critical"];

describe.each(policies.map((policy) => [policy.name, policy] as const))("%s", async (name, policy) => {
  const fixtures = await loadFixtures(name);

  it("has the name of its file, a severity and a reason", () => {
    expect(names).toContain(name);
    expect(["advisory", "mandatory", "remediate"]).toContain(policy.enforcementLevel);
    expect(severities).toContain(policy.severity);
    expect(policy.description).toMatch(/\w{3}.*\.$/);
  });

  it("has good and bad fixtures", () => {
    expect(Object.keys(fixtures.good)).not.toEqual([]);
    expect(Object.keys(fixtures.bad)).not.toEqual([]);
  });

  it.each(Object.entries(fixtures.good))("accepts %s", async (_case, resources) => {
    expect(await tryPolicy(policy, resources)).toEqual([]);
    expect(await tryPolicy(policy, resources.map(asRelease))).toEqual([]);
  });

  it.each(Object.entries(fixtures.bad))(
    "refuses %s with the resource, the problem and the fix",
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

  it("ignores a resource of another type", async () => {
    const network = { type: "docker:index/network:Network", name: example, inputs: {} };
    expect(await tryPolicy(policy, [network])).toEqual([]);
  });
});

it.each(policies)("$name accepts the good container", async (policy) => {
  const good = { type: containerType, name: example, inputs: { ...goodContainer } };
  expect(await tryPolicy(policy, [good, asRelease(good)])).toEqual([]);
});

it("the pack refuses a release without a container", async () => {
  const release = { type: releaseType, name: example, inputs: { apply: "exit 0" } };
  const said = await Promise.all(policies.map((policy) => tryPolicy(policy, [release])));
  expect(said.flat()).toContainEqual(expect.stringContaining("Container example names no image."));
});
