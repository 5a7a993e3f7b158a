import { describe, expect, it } from "vitest";
import { containerType } from "./container-policy.ts";
import { type Fixtures, goodContainer } from "./good-container.ts";
import { loadPolicies, ruleNames } from "./load-policies.ts";
import { tryPolicy } from "./try-policy.ts";

const names = await ruleNames();
const policies = await loadPolicies();

it("finds the rules that nothing may run without", () => {
  const starting = ["health-checked", "image-pinned", "logs-rotated", "memory-limited"];
  const safety = ["no-secret-in-environment", "not-privileged", "ports-declared"];
  expect(names).toEqual(expect.arrayContaining([...starting, ...safety]));
});

describe.each(policies.map((policy) => [policy.name, policy] as const))("%s", async (name, policy) => {
  const { fixtures }: { fixtures: Fixtures } = await import(`./rules/${name}.fixtures.ts`);
  const judge = (patch: object) => {
    const inputs = { ...goodContainer, ...patch };
    return tryPolicy(policy, { type: containerType, name: "example", inputs });
  };

  it("is called like its file, is mandatory, and says why", () => {
    expect(names).toContain(name);
    expect(policy).toMatchObject({
      enforcementLevel: "mandatory",
      description: expect.stringMatching(/\w{3}.*\.$/),
    });
  });

  it("has fixtures of both kinds", () => {
    expect(Object.keys(fixtures.good)).not.toEqual([]);
    expect(Object.keys(fixtures.bad)).not.toEqual([]);
  });

  it.each(Object.entries(fixtures.good))("accepts %s", async (_case, patch) => {
    expect(await judge(patch)).toEqual([]);
  });

  it.each(Object.entries(fixtures.bad))(
    "refuses %s, naming container, fault and mend",
    async (_case, { says, ...patch }) => {
      const [message, ...more] = await judge(patch);
      expect(more).toEqual([]);
      expect(message).toContain("Container example ");
      expect(message).toContain(says);
      expect(message).toContain(policy.remediationSteps);
    },
  );

  it("says nothing about a resource of another type", async () => {
    expect(
      await tryPolicy(policy, { type: "docker:index/network:Network", name: "example", inputs: {} }),
    ).toEqual([]);
  });
});

it.each(policies)("$name accepts the good container", async (policy) => {
  expect(
    await tryPolicy(policy, { type: containerType, name: "example", inputs: { ...goodContainer } }),
  ).toEqual([]);
});
