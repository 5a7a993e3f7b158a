import type { z } from "zod";
import type { Properties } from "./kind.ts";

/** What a schema finds wrong with the inputs, by property. A value that is not known yet is judged when it is. */
export function problemsOf(schema: z.ZodType, inputs: Properties): { property: string; reason: string }[] {
  const parsed = schema.safeParse(inputs);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({
    property: path.map(String).join("."),
    reason: message,
  }));
}
