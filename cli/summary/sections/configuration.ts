import { type Cell, name, type Piece, value } from "../cell.ts";
import { type Difference, differencesOf, driftOf, unknown } from "../differences.ts";
import { hostOf, serviceOf } from "../host.ts";
import { inputsOf, type Plan, type ResourceState, type Step, settingOf } from "../plan.ts";
import type { Section } from "../report.ts";
import { isImage, isMigration } from "./images.ts";

/** Texts of scripts, and what they read: long, and the second may be a secret. */
const content = /^(?:apply|observe|remove|create|update|delete|stdin)$/;
/** What only makes a step run again; the memory with swap is the memory, where swap is off. */
const noSetting = /^(?:triggers|dir|(?:spec\.container\.)?memorySwap|environment\.OCCASION)(?:\.|$)/;
/** What a step is given that tells its description once more: what its scripts read, and the hash of it. */
const toldByDescription = /^(?:stdin|environment\.RELEASE)$/;
/** Bookkeeping of a deployment: it differs because the rest does. */
const bookkeeping = /^tovplay-host:index:(?:Record|Preflight)$/;
/** How the machine that deploys reaches a host. */
const reach = /^connection\.(?:hostKey|identityFile|jump(?:\..*)?)$/;

/** A file on a host: its path, and the hash that its name ends in. */
function fileOf(state: ResourceState | undefined): { path: string; hash: string | undefined } | undefined {
  const target = state && settingOf(state.inputs, "TARGET");
  if (!target) return undefined;
  const [, path = target, hash] = /^(.*)\.([0-9a-f]{12,16})$/.exec(target) ?? [];
  return { path, hash };
}

function isFile(step: Step): boolean {
  return /:(?:File|Command)$/.test(step.type) && fileOf(step.after ?? step.before) !== undefined;
}

function hashCell(state: ResourceState | undefined): Cell {
  const file = fileOf(state);
  if (!file) return ["–"];
  return [file.hash ? { code: file.hash } : "content"];
}

function fileRow(step: Step, plan: Plan): Cell[] {
  const path = fileOf(step.after ?? step.before)?.path ?? step.name;
  const [before, after] = [hashCell(step.before), hashCell(step.after)];
  const drift = driftOf(step).length > 0;
  return [
    where(step, plan, path),
    [drift ? "file, changed by hand" : "file"],
    before,
    step.op === "delete" ? ["removed"] : after,
  ];
}

function where(step: Step, plan: Plan, what: string): Cell {
  const on = hostOf(step, plan);
  return on ? [name(what), " on ", name(on)] : [name(what)];
}

/** A mount of a file whose own row tells the change. */
function isMountedFile({ path, before, after }: Difference): boolean {
  const hashed = /\.[0-9a-f]{12,16}$/;
  return (
    /(?:^|\.)mounts\..*\.source$/.test(path) && hashed.test(String(before)) && hashed.test(String(after))
  );
}

function shown({ path, before, after }: Difference): Piece[][] {
  if (content.test(path)) return [[path === "stdin" ? "input" : `script ${path}`], ["–"], ["changed"]];
  if (reach.test(path)) return [[name(path)], ["–"], ["changed"]];
  const label = path.replace(/^(?:(?:environment|envs|spec|container)\.)+/, "");
  const [old, wanted] = [value(path, before), value(path, after)];
  const another = old === "secret" && wanted === "secret" ? "another secret" : wanted;
  return [[name(label)], [old], [after === unknown ? "known at deployment" : another]];
}

function isSetting(path: string, step: Step): boolean {
  const described = inputsOf(step).spec !== undefined && toldByDescription.test(path);
  return !described && !noSetting.test(path);
}

function settingRows(step: Step, plan: Plan): Cell[][] {
  const differences = differencesOf(step).filter(
    (each) => !isImage(each) && !isMountedFile(each) && isSetting(each.path, step),
  );
  const at = where(step, plan, serviceOf(step));
  const drift = driftOf(step).map(() => [at, ["on the host"], ["changed by hand"], ["as declared"]]);
  const rows = differences.map((each) => [at, ...shown(each)]);
  // A host step tells some settings twice, in its description and to its scripts.
  const seen = new Set<string>();
  return [...rows, ...drift].filter((row) => {
    const key = JSON.stringify(row);
    return !seen.has(key) && seen.add(key);
  });
}

/** Settings and files that differ. What is made for the first time is listed with the rest, unless it is a file. */
export function configuration(plan: Plan): Section {
  const rows = plan.steps.flatMap((step) => {
    if (isMigration(step) || bookkeeping.test(step.type)) return [];
    if (isFile(step)) return [fileRow(step, plan)];
    return step.op === "update" || step.op === "replace" ? settingRows(step, plan) : [];
  });
  return {
    id: "configuration",
    title: "Configuration",
    tone: "plain",
    columns: ["where", "setting", "before", "after"],
    rows,
    folded: rows.length > 20,
  };
}
