import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import type { Policies } from "@pulumi/policy";
import { policiesOf } from "./pack.ts";
import { isRuleFile } from "./rule-files.ts";
import type { Fixtures } from "./testing/fixtures.ts";

const rules = new URL("./rules/", import.meta.url);

/** Files in `rules/` by the name of the rule, one file each. */
async function ruleFiles(): Promise<Map<string, string>> {
  const files = await readdir(rules, { recursive: true });
  return new Map(files.filter(isRuleFile).map((file) => [basename(file, ".ts"), file]));
}

/** Fixtures of a rule, from the file beside it. */
export async function loadFixtures(rule: string): Promise<Fixtures> {
  const file = (await ruleFiles()).get(rule)?.replace(/\.ts$/, ".fixtures.ts");
  const { fixtures } = await import(new URL(file ?? rule, rules).href);
  return fixtures;
}

/** Names of the rules. */
export async function ruleNames(): Promise<string[]> {
  return [...(await ruleFiles()).keys()].sort();
}

/** Every rule of the pack, ordered by name. Adding a file adds a rule. */
export async function loadPolicies(): Promise<Policies> {
  const files = [...(await ruleFiles()).values()];
  const modules = files.map(async (file) => [file, await import(new URL(file, rules).href)] as const);
  return policiesOf(Object.fromEntries(await Promise.all(modules)));
}
