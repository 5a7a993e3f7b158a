import { expect, it } from "vitest";
import { containerPolicy, containerType } from "./container-policy.ts";
import { tryPolicy } from "./try-policy.ts";

const policy = containerPolicy({
  name: "no-wine",
  why: "Wine spoils.",
  mend: "Serve water.",
  decide: ({ hostname }) => (hostname === "wine" ? "serves wine" : undefined),
});
const judge = (inputs: Record<string, unknown>) =>
  tryPolicy(policy, [{ type: containerType, name: "bar", inputs }]);
const exception = (value: string) => [{ label: "org.tovplay.exception.no-wine", value }];

it("names container, fault and mend", async () => {
  expect(await judge({ hostname: "wine" })).toEqual(["Container bar serves wine. Serve water."]);
});

it("lets a container with an exception pass", async () => {
  expect(await judge({ hostname: "wine", labels: exception("wedding; until 9999-12-31") })).toEqual([]);
});

it("says that an exception has ended", async () => {
  const [message] = await judge({ hostname: "wine", labels: exception("wedding; until 2020-01-01") });
  expect(message).toBe(
    "Container bar serves wine. Serve water. Its exception ended on 2020-01-01: mend what it excepts, or agree on a new date.",
  );
});
