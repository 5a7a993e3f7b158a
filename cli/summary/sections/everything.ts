import { parseUrn } from "../../engine/events.ts";
import { type Cell, listed, name, type Piece } from "../cell.ts";
import { topLevel } from "../differences.ts";
import { hostOf } from "../host.ts";
import { isUncertain, type Plan, type Step } from "../plan.ts";
import type { Section } from "../report.ts";

const order = ["replace", "delete", "update", "create"];

function properties({ op, paths }: Step): Piece[] {
  if (op !== "update" && op !== "replace") return [];
  return listed([...new Set(paths.map(topLevel))], 8);
}

function row(step: Step, plan: Plan): Cell[] {
  const on = hostOf(step, plan);
  return [
    [name(step.op)],
    [name(parseUrn(step.urn).kind)],
    [name(step.name)],
    [on ? name(on) : "–"],
    properties(step),
  ];
}

const columns = ["operation", "kind", "resource", "host", "properties"];

/** Every step that is certain, for looking up. */
export function everything(plan: Plan): Section {
  const certain = plan.steps.filter((step) => !isUncertain(step, plan));
  const sorted = certain.sort((a, b) => order.indexOf(a.op) - order.indexOf(b.op));
  const rows = sorted.map((step) => row(step, plan));
  return { id: "everything", title: "Every change", tone: "plain", columns, rows, folded: true };
}

/** Steps that may turn out to change nothing: what reaches them, such as a database server, is to be changed first. */
export function uncertain(plan: Plan): Section {
  const rows = plan.steps.filter((step) => isUncertain(step, plan)).map((step) => row(step, plan));
  const title = "Uncertain before deployment: what they depend on changes";
  return { id: "uncertain", title, tone: "plain", columns, rows, folded: true };
}
