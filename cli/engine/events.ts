import { z } from "zod";

const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  diffs: z.array(z.string()).nullish(),
  keys: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.object({ diffKind: z.string() })).nullish(),
});

/** The engine's events that the launcher uses, as `pulumi … --json` prints them, one a line. */
const engineEvent = z.object({
  resourcePreEvent: z.object({ metadata }).optional(),
  resOutputsEvent: z.object({ metadata }).optional(),
  resOpFailedEvent: z.object({ metadata }).optional(),
  diagnosticEvent: z
    .object({ urn: z.string().optional(), message: z.string(), severity: z.string() })
    .optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()).nullish() }).optional(),
});

export type EngineEvent = z.infer<typeof engineEvent>;
export type StepMetadata = z.infer<typeof metadata>;

/** Reads one line; undefined for anything that is no event. */
export function parseEngineEvent(line: string): EngineEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const parsed = engineEvent.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the engine's colour marks, for example `<{%reset%}>`. */
export function withoutColor(text: string): string {
  return text.replaceAll(/<\{%[^%]*%\}>/g, "");
}

/** Name and kind out of a URN: `…docker:index/container:Container::tovplay-nginx-container` is a Container. */
export function parseUrn(urn: string): { name: string; kind: string } {
  const parts = urn.split("::");
  const type = parts[2]?.split("$").at(-1) ?? "";
  return { name: parts.slice(3).join("::") || urn, kind: type.split(":").at(-1) ?? "" };
}
