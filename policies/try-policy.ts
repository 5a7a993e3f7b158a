import type { Policies, ResourceValidationArgs } from "@pulumi/policy";

/** A resource as the engine hands it to a policy. */
export interface Resource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** What a policy says about a resource, as the engine would hear it. */
export async function tryPolicy(
  policy: Policies[number],
  { type, name, inputs }: Resource,
): Promise<string[]> {
  if (!("validateResource" in policy)) return [];
  const said: string[] = [];
  const args = {
    type,
    name,
    props: inputs,
    urn: `urn:pulumi:test::tovplay::${type}::${name}`,
  } as ResourceValidationArgs;
  for (const validate of [policy.validateResource ?? []].flat()) {
    await validate(args, (message) => said.push(message));
  }
  return said;
}
