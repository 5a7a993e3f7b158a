import { readdir } from "node:fs/promises";
import type { Policies } from "@pulumi/policy";

const rules = new URL("./rules/", import.meta.url);

/** Names of the rules: one file each in `rules/`, without its extension. */
export async function ruleNames(): Promise<string[]> {
  const files = await readdir(rules);
  return files
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ""))
    .sort();
}

/** Every rule of the pack, in the order of their names. A rule is added by adding its file, nothing else. */
export async function loadPolicies(): Promise<Policies> {
  return Promise.all((await ruleNames()).map(loadPolicy));
}

async function loadPolicy(name: string): Promise<Policies[number]> {
  const { policy } = await import(new URL(`${name}.ts`, rules).href);
  if (policy === undefined)
    throw new Error(`policies/rules/${name}.ts exports no 'policy': export it, or move the file`);
  return policy;
}
