import { beforeEach, expect, it, vi } from "vitest";
import type { ListedException } from "./exceptions/listed-exception.ts";
import { resourcePolicy } from "./resource-policy.ts";
import { stackPolicy } from "./stack-policy.ts";
import { tryPolicy } from "./testing/try-policy.ts";

const agreed = vi.hoisted(() => [] as ListedException[]);
vi.mock(import("./exceptions/listed-exception.ts"), async (original) => ({
  ...(await original()),
  listed: agreed,
}));

const rule = {
  name: "no-wine",
  why: "Wine spoils.",
  fix: "Serve water.",
  kinds: { "test:index:Bar": "Bar" },
};
const policies = [
  resourcePolicy<{ drink?: string }>({ ...rule, decide: ({ drink }) => decide(drink) }),
  stackPolicy({ ...rule, decide: ({ props }) => decide(props.drink) }),
];
const decide = (drink: string | undefined) => (drink === "wine" ? "serves wine" : undefined);
const bar = { type: "test:index:Bar", name: "corner", inputs: { drink: "wine" } };
const entry = {
  rule: "no-wine",
  stack: "production",
  resource: "corner",
  reason: "wedding",
  until: "9999-12-31",
};

beforeEach(() => {
  agreed.length = 0;
});

it.each(policies)("the policy reports resource, problem and fix (%#)", async (policy) => {
  expect(await tryPolicy(policy, [bar])).toEqual(["Bar corner serves wine. Serve water."]);
});

it.each(policies)("the policy accepts a listed resource, but only in its stack (%#)", async (policy) => {
  agreed.push(entry);
  expect(await tryPolicy(policy, [bar])).toEqual([]);
  expect(await tryPolicy(policy, [{ ...bar, stack: "staging" }])).toHaveLength(1);
});

it.each(policies)("the policy reports an expired exception (%#)", async (policy) => {
  agreed.push({ ...entry, until: "2020-01-01" });
  expect(await tryPolicy(policy, [bar])).toEqual([
    "Bar corner serves wine. Serve water. Its exception ended on 2020-01-01: fix the problem, or agree on a new date.",
  ]);
});

it.each(policies)("the policy ignores other types (%#)", async (policy) => {
  expect(await tryPolicy(policy, [{ ...bar, type: "test:index:Cellar" }])).toEqual([]);
});
