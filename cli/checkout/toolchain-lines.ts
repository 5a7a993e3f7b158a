import { z } from "zod";

/** A step of a program's work; a running one repeats itself every few seconds. */
const stepLine = z.object({
  type: z.literal("step"),
  id: z.string(),
  label: z.string(),
  state: z.enum(["running", "done", "cached", "failed"]),
  detail: z.string().optional(),
  index: z.number().optional(),
  count: z.number().optional(),
});

const errorLine = z.object({
  type: z.literal("error"),
  message: z.string(),
  exit: z.enum(["failed", "usage"]).default("failed"),
});

/** What `toolchain engine` ends with. */
export const engineResult = z.object({
  type: z.literal("result"),
  path: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  source: z.string(),
  versions: z.record(z.string(), z.string()),
});

/** What `toolchain images` ends with: a reference for each base image. */
export const imagesResult = z.object({
  type: z.literal("result"),
  source: z.string(),
  images: z.record(z.string(), z.string()),
  /** What the user should know of them, a sentence each. */
  notes: z.array(z.string()).default([]),
});

/** What `toolchain check` ends with: what is there already, `null` or `false` where it is not. */
export const toolchainCheck = z.object({
  type: z.literal("result"),
  go: z.string(),
  engine: z.object({ own: z.string().nullable(), downloaded: z.boolean(), built: z.boolean() }),
  images: z.record(z.string(), z.string().nullable()),
});

export type ToolchainCheck = z.infer<typeof toolchainCheck>;
export type EngineResult = z.infer<typeof engineResult>;
export type ImagesResult = z.infer<typeof imagesResult>;
export type StepLine = z.infer<typeof stepLine>;

/** A line as understood: a step, an error, a result still to be checked, or text that is none of these. */
export type ToolchainLine =
  | StepLine
  | z.infer<typeof errorLine>
  | { type: "result"; value: unknown }
  | { type: "other"; text: string };

/** Reads one line of a program's standard output. */
export function parseToolchainLine(text: string): ToolchainLine {
  const value = parseJson(text);
  const known = z.discriminatedUnion("type", [stepLine, errorLine]).safeParse(value);
  if (known.success) return known.data;
  if (z.object({ type: z.literal("result") }).safeParse(value).success) return { type: "result", value };
  return { type: "other", text };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
