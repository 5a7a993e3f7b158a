import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";

/**
 * What `Pulumi.STACK.yaml` holds below `tovplay:`, by key. A value that is JSON is parsed: objects, lists, numbers and
 * truths arrive as such.
 */
export function readConfiguration(): Record<string, unknown> {
  const prefix = `${pulumi.getProject()}:`;
  const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(prefix.length), parsed(value)]));
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * Checks settings.
 * @param file the file they come from, to be named in an error
 * @throws one sentence that names every wrong key and what is wrong with it
 */
export function checkSettings<T>(schema: z.ZodType<T>, file: string, settings: unknown): T {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  throw new Error(`${file} has to be corrected: ${problems(result.error, "tovplay:")}`);
}

/** What a schema found, as the end of a sentence. @param prefix stands before each key */
export function problems(error: z.ZodError, prefix: string): string {
  return error.issues.map((issue) => `${prefix}${keyOf(issue.path)}: ${issue.message}`).join("; ");
}

function keyOf(path: PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
