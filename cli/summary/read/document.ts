import { z } from "zod";
import { withoutColor } from "../../engine/events.ts";
import { type Plan, stackOf } from "../plan.ts";
import { changeCounts, configuration, documentStep, type RawStep, readStep } from "./engine-json.ts";

/** What `pulumi preview --json` prints at its end, as one document. */
export const document = z.object({
  steps: z.array(documentStep),
  config: configuration.nullish(),
  changeSummary: changeCounts.nullish(),
  diagnostics: z
    .array(z.object({ message: z.string(), severity: z.string() }))
    .nullish()
    .transform((list) => list ?? []),
});

function rawStep(step: z.infer<typeof documentStep>): RawStep {
  const differences = Object.entries(step.detailedDiff ?? {});
  return {
    op: step.op,
    urn: step.urn,
    before: step.oldState,
    after: step.newState,
    differences: differences.map(([path, { kind }]) => [path, kind.endsWith("-replace")]),
    diffs: step.diffReasons ?? [],
    reasons: step.replaceReasons ?? [],
  };
}

/** Reads the document. It tells neither what policies said nor which hosts the providers reach: the events do. */
export function readDocument({ steps, config, changeSummary, diagnostics }: z.infer<typeof document>): Plan {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return {
    stack: stackOf(steps[0]?.urn ?? ""),
    preview: true,
    ending: errors.length > 0 ? "failed" : "succeeded",
    steps: steps.map((step) => readStep(rawStep(step))).filter((step) => step !== undefined),
    unchanged: changeSummary?.same ?? 0,
    judgements: [],
    judged: undefined,
    errors: errors.map(({ message }) => withoutColor(message).trim()),
    providers: new Map(),
    configuration: config ?? {},
  };
}
