import { expect, it } from "vitest";
import { enforcedIn, environmentOf, stackOf } from "./environment.ts";

it.each([
  ["local", "local"],
  ["staging", "staging"],
  ["production", "production"],
  ["lab-staging", "staging"],
  ["lab-production", "production"],
  ["database", "production"],
  ["lab-database", "production"],
  ["production-eu", "production"],
  ["local-copy", "production"],
  ["", "production"],
])("environmentOf treats the stack %j as %s", (stack, environment) => {
  expect(environmentOf(stack)).toBe(environment);
});

it("stackOf reads the stack from a resource's URN", () => {
  expect(stackOf("urn:pulumi:lab-production::tovplay::docker:index/volume:Volume::production/data")).toBe(
    "lab-production",
  );
});

it.each([
  ["local", "advisory", "low", "advisory", "low"],
  ["staging", "advisory", "high", "advisory", "high"],
  ["staging", "mandatory", "high", "mandatory", "high"],
  ["production", "advisory", "low", "mandatory", "medium"],
  ["production", "mandatory", "high", "mandatory", "critical"],
  ["production", "mandatory", "critical", "mandatory", "critical"],
  ["production", "remediate", "medium", "remediate", "high"],
] as const)(
  "enforcedIn(%s) turns a policy that is %s and %s into %s and %s",
  (environment, level, severity, ...enforced) => {
    const policy = enforcedIn(environment, { enforcementLevel: level, severity });
    expect([policy.enforcementLevel, policy.severity]).toEqual(enforced);
  },
);
