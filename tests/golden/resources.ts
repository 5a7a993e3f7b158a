import { declaredStack } from "./declared-stack.ts";

/** A resource as a stack declares it; secret values are shown as `[secret]`. */
export interface DeclaredResource {
  type: string;
  name: string;
  inputs: unknown;
  /** Present when no plan may delete it. */
  protect?: true;
  /** Present when it stays where it is after it has left the stack. */
  retainOnDelete?: true;
}

/**
 * Runs a stack with no engine behind it and returns every resource that it declares, ordered by type and name.
 * Outputs of resources are what the providers would return, as far as the stack depends on them.
 */
export async function declaredResources(stack: string, declare: () => unknown): Promise<DeclaredResource[]> {
  return (await declaredStack(stack, declare)).resources;
}
