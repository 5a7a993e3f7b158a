import { z } from "zod";
import { parseUrn } from "../../engine/events.ts";
import { quietOperations } from "../../engine/quiet-operations.ts";
import type { ResourceState, Step } from "../plan.ts";

const state = z.object({
  custom: z.boolean().optional(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  provider: z.string().optional(),
  retainOnDelete: z.boolean().optional(),
});

const names = z.array(z.string()).nullish();

/** One resource in `pulumi preview --json` as one document. */
export const documentStep = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: state.nullish(),
  newState: state.nullish(),
  diffReasons: names,
  replaceReasons: names,
  detailedDiff: z.record(z.string(), z.object({ kind: z.string() })).nullish(),
});

/** One resource in the engine's events. */
export const eventStep = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: state.nullish(),
  new: state.nullish(),
  diffs: names,
  keys: names,
  detailedDiff: z.record(z.string(), z.object({ diffKind: z.string() })).nullish(),
});

export const changeCounts = z.record(z.string(), z.number());
export const configuration = z.record(z.string(), z.string());

export function isProvider(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

function readState(read: z.infer<typeof state> | null | undefined): ResourceState | undefined {
  if (!read) return undefined;
  const { id = "", inputs, provider = "", retainOnDelete = false } = read;
  return { id, inputs: inputs ?? {}, provider, retained: retainOnDelete };
}

/** What the two formats say of a step, in one form. */
export interface RawStep {
  op: string;
  urn: string;
  before: z.infer<typeof state> | null | undefined;
  after: z.infer<typeof state> | null | undefined;
  /** Property paths, and whether each makes the resource again. */
  differences: readonly (readonly [path: string, replaces: boolean])[];
  diffs: readonly string[];
  reasons: readonly string[];
}

/** The type at the end of a URN. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** A step for people; undefined for one that changes nothing, for a group and for a provider. */
export function readStep(raw: RawStep): Step | undefined {
  const type = typeOf(raw.urn);
  const custom = (raw.after ?? raw.before)?.custom ?? false;
  if (quietOperations.has(raw.op) || !custom || isProvider(type)) return undefined;
  const [before, after] = [readState(raw.before), readState(raw.after)];
  const replacing = raw.differences.filter(([, replaces]) => replaces).map(([path]) => path);
  return {
    op: raw.op === "import" ? "create" : raw.op,
    urn: raw.urn,
    type,
    name: parseUrn(raw.urn).name,
    ...(before && { before }),
    ...(after && { after }),
    paths: raw.differences.length > 0 ? raw.differences.map(([path]) => path) : raw.diffs,
    reasons: raw.reasons.length > 0 ? raw.reasons : replacing,
  };
}
