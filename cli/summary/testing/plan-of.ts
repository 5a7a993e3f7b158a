import { differencesOf } from "../differences.ts";
import type { Plan, ResourceState, Step } from "../plan.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** What a test says of a step; the rest is made up. */
export interface StepLike {
  op?: string;
  type: string;
  name?: string;
  before?: Inputs;
  after?: Inputs;
  /** Default: every property that differs. */
  paths?: readonly string[];
  reasons?: readonly string[];
  retained?: boolean;
}

function state(inputs: Inputs | undefined, retained: boolean): ResourceState | undefined {
  return inputs && { id: "1", inputs, provider: "", retained };
}

/** A step; made, changed or taken away by whether it has a state before and after. */
export function stepOf({ type, before, after, reasons = [], retained = false, ...like }: StepLike): Step {
  const name = like.name ?? "thing";
  const usual = before ? "update" : "create";
  const step = {
    op: like.op ?? (before && !after ? "delete" : usual),
    urn: `urn:pulumi:production::tovplay::${type}::${name}`,
    type,
    name,
    before: state(before, retained),
    after: state(after, retained),
    paths: [],
    reasons,
  };
  const keys = Object.keys({ ...before, ...after });
  const paths = like.paths ?? [
    ...new Set(differencesOf({ ...step, paths: keys }).map(({ path }) => path.split(".")[0] ?? "")),
  ];
  return { ...step, paths };
}

/** A preview of production with these steps. */
export function planOf(steps: readonly StepLike[], more: Partial<Plan> = {}): Plan {
  return {
    stack: "production",
    preview: true,
    ending: "succeeded",
    steps: steps.map(stepOf),
    unchanged: 100,
    judgements: [],
    judged: true,
    errors: [],
    providers: new Map(),
    configuration: {},
    ...more,
  };
}
