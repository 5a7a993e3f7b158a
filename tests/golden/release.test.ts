import { expect, test } from "vitest";
import { Release } from "../../infra/application/release.ts";
import { releaseType } from "../../policies/container-policy.ts";
import { loadPolicies } from "../../policies/load-policies.ts";
import { tryPolicy } from "../../policies/testing/try-policy.ts";
import { declaredResources } from "./resources.ts";

async function releaseWith(environment: Record<string, string>) {
  const resources = await declaredResources("production", () => {
    new Release("tovplay-example", {
      context: { stack: "production", filesDirectory: "/srv/tovplay/files", running: true },
      image: `sha256:${"0".repeat(64)}`,
      memory: 64,
      networks: ["tovplay-pool"],
      user: 10001,
      environment,
      health: { look: ["example", "--health"] },
      ports: { blue: 8000, green: 8001 },
      inside: 5001,
      switchFile: "/srv/tovplay/green",
      checkUrl: "https://app.example.org/api/health",
      keep: 1,
    });
  });
  return resources
    .filter(({ type }) => type === releaseType)
    .map((resource) => ({ ...resource, inputs: resource.inputs as Record<string, unknown> }));
}

/** Violations found by all policies. */
async function judge(environment: Record<string, string>): Promise<string[]> {
  const releases = await releaseWith(environment);
  expect(releases).toHaveLength(1);
  const policies = await loadPolicies();
  return (await Promise.all(policies.map((policy) => tryPolicy(policy, releases)))).flat();
}

test("policies judge a release by the container that it starts", async () => {
  expect(await judge({ PORT: "5001" })).toEqual([]);
  expect(await judge({ API_KEY: "x" })).toEqual([expect.stringContaining("has API_KEY in its environment")]);
});
