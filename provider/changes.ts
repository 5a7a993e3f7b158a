import { isDeepStrictEqual } from "node:util";
import type { Kind, Properties } from "./kind.ts";
import { holdsUnknown } from "./values.ts";

/** One changed property; its path as the engine writes it: `environment.TARGET`. */
export interface Change {
  path: string;
  kind: "add" | "delete" | "update";
  replaces: boolean;
  /** False when the host differs, not the program. */
  byInput: boolean;
}

/** Differences between a resource's state and the program's inputs, and whether they require replacement. */
export function changes(kind: Kind, state: Properties, oldInputs: Properties, inputs: Properties): Change[] {
  const wanted = compared("", oldInputs, inputs)
    .filter(({ path }) => path !== "connection.identityFile")
    .map((change) => ({ ...change, byInput: true, replaces: kind.replaces.includes(change.path) }));
  const found = kind
    .drifted(state)
    .map((path) => ({ path, kind: "update" as const, byInput: false, replaces: false }));
  return [...wanted, ...found];
}

type Difference = Pick<Change, "path" | "kind">;

function compared(path: string, old: unknown, wanted: unknown): Difference[] {
  if (isDeepStrictEqual(old, wanted)) return [];
  if (isObject(old) && isObject(wanted)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(wanted)])].sort();
    return keys.flatMap((key) => compared(path ? `${path}.${key}` : key, old[key], wanted[key]));
  }
  if (old === undefined) return [{ path, kind: "add" }];
  if (wanted === undefined) return [{ path, kind: "delete" }];
  return [{ path, kind: "update" }];
}

function isObject(value: unknown): value is Properties {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Inputs without values that are not known yet, as if those properties were absent. */
export function knownPart(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => !holdsUnknown(value)));
}
