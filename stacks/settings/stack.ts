import type { z } from "zod";
import type { Environment } from "./environment.ts";

/** A stack: the settings it wants, and what it declares. */
export interface Stack<Settings> {
  settings: z.ZodType<Settings>;
  /** @returns the stack's outputs */
  declare: (environment: Environment<Settings>) => Record<string, unknown>;
}

/** States a stack with its settings' type inferred. */
export function stack<Settings>(definition: Stack<Settings>): Stack<Settings> {
  return definition;
}
