import { loadFixtures, ruleNames } from "../../policies/load-policies.ts";
import { asRelease, example } from "../../policies/testing/fixtures.ts";
import type { Resource } from "../../policies/testing/try-policy.ts";

/** A fixture of a rule, with names of its own, so that all of them fit into one state. */
export interface Case {
  rule: string;
  /** Name of the resource that it tests. */
  subject: string;
  resources: Resource[];
}

/** The fixtures of every rule, those about containers as containers and as releases. */
export async function allCases(): Promise<{ good: Case[]; bad: Case[] }> {
  const good: Case[] = [];
  const bad: Case[] = [];
  for (const rule of await ruleNames()) {
    const fixtures = await loadFixtures(rule);
    const accepted = Object.values(fixtures.good);
    const refused = Object.values(fixtures.bad).map(({ resources }) => resources);
    good.push(...named(rule, "good", both(accepted)));
    bad.push(...named(rule, "bad", both(refused)));
  }
  return { good, bad };
}

const both = (fixtures: Resource[][]) => [...fixtures, ...fixtures.map((all) => all.map(asRelease))];

function named(rule: string, kind: string, fixtures: Resource[][]): Case[] {
  return fixtures.map((resources, index) => {
    const subject = `${example}-${rule}-${kind}-${index}`;
    const text = JSON.stringify(resources).replaceAll(example, subject);
    return { rule, subject, resources: JSON.parse(text) };
  });
}
