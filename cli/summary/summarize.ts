import { type Cell, listed, type Piece, plural } from "./cell.ts";
import { isUncertain, type Plan } from "./plan.ts";
import type { Report, Totals, Verdict } from "./report.ts";
import { configuration } from "./sections/configuration.ts";
import { dataLoss, downtime, ineffective, live, namesOf, stateful } from "./sections/effects.ts";
import { everything, uncertain } from "./sections/everything.ts";
import { images, migrations } from "./sections/images.ts";
import { advice, errors, refusals } from "./sections/verdicts.ts";

function totalsOf(plan: Plan): Totals {
  const certain = plan.steps.filter((step) => !isUncertain(step, plan));
  const count = (op: string) => certain.filter((step) => step.op === op).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    unchanged: plan.unchanged,
    uncertain: plan.steps.length - certain.length,
    downtime: namesOf(plan, "downtime").length,
    dataLoss: namesOf(plan, "data").length,
    refusals: plan.judgements.filter(({ mandatory }) => mandatory).length,
  };
}

function verdictOf({ ending, steps }: Plan, { refusals: refused }: Totals): Verdict {
  if (refused > 0) return "refused";
  if (ending !== "succeeded") return ending;
  return steps.length === 0 ? "unchanged" : "changes";
}

function named(words: string, names: readonly string[], after = ""): Piece[] {
  return names.length === 0 ? [] : [words, ...listed([...new Set(names)], 3), after];
}

function headlineOf(verdict: Verdict, plan: Plan, totals: Totals): Cell {
  const what = plan.preview ? "preview" : "deployment";
  if (verdict === "refused") return [`refused by ${plural(totals.refusals, "policy", "policies")}`];
  if (verdict === "failed") return [`the ${what} failed`];
  if (verdict === "unfinished") return ["what should have told did not come to its end, its log says why"];
  if (verdict === "unchanged") return ["nothing to change"];
  return [
    plural(plan.steps.length - totals.uncertain, "change"),
    ...(totals.downtime > 0 ? named(", downtime of ", namesOf(plan, "downtime")) : [", no downtime"]),
    ...named(", DATA IS DELETED: ", namesOf(plan, "data")),
    ...named(", WITHOUT EFFECT on ", namesOf(plan, "ineffective")),
  ];
}

const policyWords = { true: "policies agree", false: "NO POLICY WAS ASKED" };

function countsOf(plan: Plan, totals: Totals): string {
  const words = plan.preview
    ? { replace: "to replace", delete: "to delete", update: "to update", create: "to create" }
    : { replace: "replaced", delete: "deleted", update: "updated", create: "created" };
  const done = (["replace", "delete", "update", "create"] as const)
    .filter((op) => totals[op] > 0)
    .map((op) => `${totals[op]} ${words[op]}`);
  const judged = plan.judged === undefined || totals.refusals > 0 ? [] : [policyWords[`${plan.judged}`]];
  const open = totals.uncertain > 0 ? [`${totals.uncertain} not certain before deployment`] : [];
  return [...done, ...open, `${totals.unchanged} unchanged`, ...judged].join(", ");
}

function aboutOf({ ending, steps, preview }: Plan): Report["about"] {
  if (ending === "unfinished" && steps.length === 0) return "No word on";
  return preview ? "Preview of" : "Deployment of";
}

/** Puts what the engine said into the order in which a person wants to know it. */
export function summarize(plan: Plan, links: Cell = []): Report {
  const totals = totalsOf(plan);
  const verdict = verdictOf(plan, totals);
  const sections = [
    refusals(plan),
    errors(plan),
    stateful(plan),
    downtime(plan),
    dataLoss(plan),
    ineffective(plan),
    live(plan),
    images(plan),
    migrations(plan),
    configuration(plan),
    advice(plan),
    uncertain(plan),
    everything(plan),
  ];
  return {
    stack: plan.stack,
    about: aboutOf(plan),
    verdict,
    totals,
    headline: headlineOf(verdict, plan, totals),
    counts: countsOf(plan, totals),
    sections: sections.filter(({ rows }) => rows.length > 0),
    links,
  };
}
