import type { z } from "zod";
import type { Properties } from "./kind.ts";

/** Problems that a schema finds in the inputs, by property. */
export function problemsOf(schema: z.ZodType, inputs: Properties): { property: string; reason: string }[] {
  const parsed = schema.safeParse(inputs);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({
    property: path.map(String).join("."),
    reason: message,
  }));
}
