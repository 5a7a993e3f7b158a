import { isDeepStrictEqual } from "node:util";
import type { Step } from "./plan.ts";
import { engineMark } from "./redact.ts";

/** A setting that differs: `undefined` where it was not or will not be. */
export interface Difference {
  path: string;
  before: unknown;
  after: unknown;
}

/** What the engine prints in place of values that are known only once the deployment runs, one for each kind of value. */
const unknownValues: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Stands for every value that is not known yet. */
export const unknown = Symbol("known only when it is deployed");

/** Elements of a list are told apart by one of these, where all have it. */
const identityKeys = ["target", "label", "name", "external", "containerPath", "key"];

/** Marks an object that stands for one secret. */
const secretField = "4dabf18193072939515e22adb298388d";

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `KEY=VALUE` by key. What is not known yet has lost its key: it stands for those that are missing. */
function settingsOf(list: readonly unknown[], other: readonly unknown[]): Fields {
  const entries = list.map(String).filter((entry) => !unknownValues.has(entry));
  const settings = entries.map((entry): [string, unknown] => {
    const [key = ""] = entry.split("=", 1);
    return [key, entry.slice(key.length + 1)];
  });
  if (entries.length === list.length) return Object.fromEntries(settings);
  const known = new Set(settings.map(([key]) => key));
  const missing = other.map((entry) => String(entry).split("=", 1)[0] ?? "").filter((key) => !known.has(key));
  return Object.fromEntries([...missing.map((key): [string, unknown] => [key, unknown]), ...settings]);
}

function byIdentity(list: readonly unknown[]): Fields {
  const identity = identityKeys.find((key) =>
    list.every((each) => isFields(each) && each[key] !== undefined),
  );
  return Object.fromEntries(
    list.map((each, index) => [identity && isFields(each) ? String(each[identity]) : String(index), each]),
  );
}

function isSettings(path: string, list: readonly unknown[]): boolean {
  return /(?:^|\.)envs$/.test(path) && list.every((each) => typeof each === "string");
}

/** A list as fields that can be compared with those of the other one. */
function fieldsOf(path: string, value: unknown, other: unknown): Fields | undefined {
  if (!Array.isArray(value)) return isFields(value) ? value : undefined;
  if (isSettings(path, value)) return settingsOf(value, Array.isArray(other) ? other : []);
  return value.some(isFields) ? byIdentity(value) : undefined;
}

function own(fields: Fields | undefined, key: string): unknown {
  return fields && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function leaf(value: unknown): unknown {
  return isFields(value) && Object.hasOwn(value, secretField) ? engineMark : value;
}

function compare(path: string, one: unknown, other: unknown): Difference[] {
  const [before, after] = [leaf(one), leaf(other)];
  if (unknownValues.has(after) || after === unknown) return [{ path, before, after: unknown }];
  if (isDeepStrictEqual(before, after)) return [];
  const [old, wanted] = [fieldsOf(path, before, after), fieldsOf(path, after, before)];
  if (!(old ?? wanted) || (before !== undefined && !old) || (after !== undefined && !wanted))
    return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(wanted ?? {})])];
  return keys
    .filter((key) => key !== "__defaults")
    .sort()
    .flatMap((key) => compare(`${path}.${key}`, own(old, key), own(wanted, key)));
}

/** The property that a path begins with. */
export function topLevel(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

function valueAt(fields: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf(fields);
  return isFields(fields) ? valueAt(own(fields, key), rest) : undefined;
}

function isHidden(value: unknown): boolean {
  return typeof value === "string" && value.includes(engineMark);
}

/** Secrets that the engine says differ: to the eye both are the same mark. */
function hiddenDifferences({ before, after, paths }: Step): Difference[] {
  return paths.flatMap((path) => {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
    const [old, wanted] = [valueAt(before?.inputs, keys), valueAt(after?.inputs, keys)];
    return isHidden(old) && isHidden(wanted) ? [{ path, before: old, after: wanted }] : [];
  });
}

/** Settings in which a step's resource differs: those that the engine names, or all of what is made or goes. */
export function differencesOf(step: Step): Difference[] {
  const [old, wanted] = [step.before?.inputs, step.after?.inputs];
  const all = old && wanted ? [...new Set(step.paths.map(topLevel))] : Object.keys({ ...old, ...wanted });
  const seen = all.sort().flatMap((key) => compare(key, own(old, key), own(wanted, key)));
  return [...seen, ...hiddenDifferences(step)];
}

/** Properties that differ on the host alone: what it answers, not what the program wants. */
export function driftOf({ before, after, paths }: Step): string[] {
  const wanted = { ...before?.inputs, ...after?.inputs };
  return [...new Set(paths.map(topLevel))].filter((path) => !Object.hasOwn(wanted, path));
}
