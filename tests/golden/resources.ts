import type { DeclaredResource } from "./declared-resource.ts";
import { declaredStack } from "./declared-stack.ts";

/**
 * Runs a stack without the engine and returns every resource that it declares, ordered by type and name.
 * Outputs of resources are what the providers would return, as far as the stack depends on them.
 */
export async function declaredResources(stack: string, declare: () => unknown): Promise<DeclaredResource[]> {
  return (await declaredStack(stack, declare)).resources;
}
