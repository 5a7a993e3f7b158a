import { basename } from "node:path";
import { type Policies, PolicyPack } from "@pulumi/policy";
import { getStack } from "@pulumi/pulumi";
import { enforcedIn, environmentOf } from "./environment.ts";

/** A rule as its file exports it. */
interface RuleModule {
  policy?: Policies[number];
}

/** The policies of rules by their files in `rules/`, ordered by name. */
export function policiesOf(modules: Readonly<Record<string, RuleModule>>): Policies {
  const named = Object.entries(modules).map(([file, { policy }]) => {
    if (policy === undefined)
      throw new Error(`policies/rules/${file} does not export 'policy': export it, or move the file`);
    return { name: basename(file, ".ts"), policy };
  });
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ policy }) => policy);
}

/** Answers the engine, which asks for one stack. */
export function servePack(policies: Policies): void {
  const environment = environmentOf(getStack());
  const enforced = policies.map((policy) => enforcedIn(environment, policy));
  new PolicyPack("tovplay", { enforcementLevel: "mandatory", policies: enforced });
}
