import { type Cell, listed, name, type Piece } from "../cell.ts";
import { type Difference, differencesOf, topLevel } from "../differences.ts";
import { type Effect, type EffectKind, effectOf } from "../effect.ts";
import { hostOf, serviceOf } from "../host.ts";
import type { Plan, Step } from "../plan.ts";
import type { Section } from "../report.ts";

interface Affected {
  step: Step;
  effect: Effect;
}

function affected({ steps }: Plan, ...kinds: readonly EffectKind[]): Affected[] {
  return steps.flatMap((step) => {
    const effect = effectOf(step);
    return effect && kinds.includes(effect.kind) ? [{ step, effect }] : [];
  });
}

/** A changed setting in short: its own name, and of a mounted file its path in the container. */
function label({ path }: Difference): string {
  const mounted = /^mounts\.(\/.*)\.source$/.exec(path)?.[1];
  return mounted ?? path.replace(/^(?:environment|envs|spec)\./, "");
}

/** Because of what: the settings that force it, or those that differ. */
function because(step: Step): Piece[] {
  if (step.op === "delete") return ["no longer declared"];
  const forcing = new Set(step.reasons.map(topLevel));
  const differences = differencesOf(step).filter(
    ({ path }) => forcing.size === 0 || forcing.has(topLevel(path)),
  );
  const labels = differences.length > 0 ? differences.map(label) : step.paths.map(topLevel);
  return listed([...new Set(labels)]);
}

function host(step: Step, plan: Plan): Cell {
  const on = hostOf(step, plan);
  return on ? [name(on)] : ["–"];
}

function stopRows(found: readonly Affected[], plan: Plan): Cell[][] {
  return found.map(({ step, effect }) => [
    [name(serviceOf(step))],
    host(step, plan),
    effect.words,
    because(step),
    [effect.kind === "downtime" ? forHowLong(effect) : "none"],
  ]);
}

const stopColumns = ["what", "host", "what happens", "because of", "downtime"];

/** Containers that hold data or connections: their restart costs more than its time. */
export function stateful(plan: Plan): Section {
  const found = affected(plan, "downtime").filter(({ effect }) => effect.stateful);
  const rows = stopRows(found, plan);
  return {
    id: "stateful",
    title: "Stateful services are stopped",
    tone: "danger",
    columns: stopColumns,
    rows,
  };
}

/** What else does not answer for a while, then what is made again without anybody noticing. */
export function downtime(plan: Plan): Section {
  const stopped = affected(plan, "downtime").filter(({ effect }) => !effect.stateful);
  const rows = stopRows([...stopped, ...affected(plan, "replacement")], plan);
  const tone = stopped.length > 0 ? "warning" : "plain";
  return { id: "downtime", title: "Downtime and replacements", tone, columns: stopColumns, rows };
}

function forHowLong({ atMost }: Effect): string {
  return atMost === undefined ? "yes" : `at most ${atMost} s`;
}

/** What a kind of effect is on, by name. */
export function namesOf(plan: Plan, kind: EffectKind): string[] {
  return affected(plan, kind).map(({ step }) => serviceOf(step));
}

/** Data that is deleted for good. */
export function dataLoss(plan: Plan): Section {
  const rows = affected(plan, "data").map(({ step, effect }) => [
    [name(serviceOf(step))],
    host(step, plan),
    effect.words,
    step.op === "delete" ? ["no longer declared"] : ["made again because of ", ...because(step)],
  ]);
  const columns = ["what", "host", "what happens", "why"];
  return { id: "data", title: "Data is deleted for good", tone: "danger", columns, rows };
}

/** Changes that would be reported as done and are not. */
export function ineffective(plan: Plan): Section {
  const rows = affected(plan, "ineffective").map(({ step, effect }) => [
    [name(serviceOf(step))],
    host(step, plan),
    effect.words,
  ]);
  const columns = ["what", "host", "why"];
  return { id: "ineffective", title: "Would have no effect", tone: "warning", columns, rows };
}

/** Changes of running services that their users do not notice. */
export function live(plan: Plan): Section {
  const rows = affected(plan, "live").map(({ step, effect }) => [
    [name(serviceOf(step))],
    host(step, plan),
    effect.words,
  ]);
  const columns = ["what", "host", "what happens"];
  return { id: "live", title: "Without downtime", tone: "plain", columns, rows };
}
