import { expect, it } from "vitest";
import { containerPolicy, containerType } from "./container-policy.ts";
import { tryPolicy } from "./testing/try-policy.ts";

const policy = containerPolicy({
  name: "no-wine",
  why: "Wine spoils.",
  fix: "Serve water.",
  decide: ({ hostname }) => (hostname === "wine" ? "serves wine" : undefined),
});
const judge = (inputs: Record<string, unknown>) =>
  tryPolicy(policy, [{ type: containerType, name: "bar", inputs }]);
const exception = (value: string) => [{ label: "org.tovplay.exception.no-wine", value }];

it("a container policy reports container, problem and fix", async () => {
  expect(await judge({ hostname: "wine" })).toEqual(["Container bar serves wine. Serve water."]);
});

it("a container policy accepts a container with an exception", async () => {
  expect(await judge({ hostname: "wine", labels: exception("wedding; until 9999-12-31") })).toEqual([]);
});

it("a container policy reports an expired exception", async () => {
  const [message] = await judge({ hostname: "wine", labels: exception("wedding; until 2020-01-01") });
  expect(message).toBe(
    "Container bar serves wine. Serve water. Its exception ended on 2020-01-01: fix the problem, or agree on a new date.",
  );
});
