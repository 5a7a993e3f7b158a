import { z } from "zod";
import { parseUrn, withoutColor } from "../../engine/events.ts";
import { type Ending, type Judgement, type Plan, stackOf } from "../plan.ts";
import { changeCounts, configuration, eventStep, isProvider, type RawStep, readStep } from "./engine-json.ts";

const policyEvent = z.object({
  resourceUrn: z.string().optional(),
  message: z.string(),
  policyName: z.string(),
  enforcementLevel: z.string(),
});

const summaryEvent = z.object({
  resourceChanges: changeCounts.nullish(),
  PolicyPacks: z.record(z.string(), z.unknown()).nullish(),
  isPreview: z.boolean().optional(),
  result: z.string().optional(),
});

/** One of the engine's events, one a line; whatever else it holds is of no use here. */
const event = z.object({
  preludeEvent: z.object({ config: configuration.nullish() }).optional(),
  resourcePreEvent: z.object({ metadata: eventStep }).optional(),
  diagnosticEvent: z
    .object({ urn: z.string().optional(), message: z.string(), severity: z.string() })
    .optional(),
  policyEvent: policyEvent.optional(),
  summaryEvent: summaryEvent.optional(),
});

type Event = z.infer<typeof event>;

/** An event, or undefined for any other line. */
function readEvent(line: string): Event | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function rawStep({ op, urn, ...step }: z.infer<typeof eventStep>): RawStep {
  const differences = Object.entries(step.detailedDiff ?? {});
  return {
    op,
    urn,
    before: step.old,
    after: step.new,
    differences: differences.map(([path, { diffKind }]) => [path, diffKind.endsWith("-replace")]),
    diffs: step.diffs ?? [],
    reasons: step.keys ?? [],
  };
}

function judgement({ resourceUrn, message, ...policy }: z.infer<typeof policyEvent>): Judgement {
  return {
    policy: policy.policyName,
    mandatory: policy.enforcementLevel === "mandatory",
    resource: resourceUrn ? parseUrn(resourceUrn).name : "",
    message: withoutColor(message).trim(),
  };
}

function endingOf(summary: z.infer<typeof summaryEvent> | undefined, errors: readonly string[]): Ending {
  if (!summary) return "unfinished";
  return summary.result === "failed" || errors.length > 0 ? "failed" : "succeeded";
}

function errorOf({ diagnosticEvent }: Event): string[] {
  if (diagnosticEvent?.severity !== "error") return [];
  const { urn, message } = diagnosticEvent;
  const about = urn && !urn.includes("pulumi:pulumi:Stack::") ? `${parseUrn(urn).name}: ` : "";
  return [`${about}${withoutColor(message).trim()}`];
}

/** Reads the engine's events, of a preview or of `up`; undefined when the text holds none. */
export function readEvents(text: string): Plan | undefined {
  const events = text.split("\n").map(readEvent);
  const all = events.filter((each): each is Event => each !== undefined && Object.keys(each).length > 0);
  if (all.length === 0) return undefined;
  const known = all.flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata] : []));
  const summary = all.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent;
  const errors = all.flatMap(errorOf);
  const providers = known.filter(({ type }) => isProvider(type));
  return {
    stack: stackOf(known[0]?.urn ?? ""),
    preview: summary?.isPreview ?? true,
    ending: endingOf(summary, errors),
    steps: known.map((step) => readStep(rawStep(step))).filter((step) => step !== undefined),
    unchanged: summary?.resourceChanges?.same ?? 0,
    judgements: all.flatMap((each) => (each.policyEvent ? [judgement(each.policyEvent)] : [])),
    judged: summary ? Object.keys(summary.PolicyPacks ?? {}).length > 0 : undefined,
    errors,
    providers: new Map(providers.map((each) => [each.urn, (each.new ?? each.old)?.inputs ?? {}])),
    configuration: all.find(({ preludeEvent }) => preludeEvent)?.preludeEvent?.config ?? {},
  };
}
