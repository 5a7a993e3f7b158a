import { z } from "zod";
import type { Look } from "./look.ts";

/** The database as it was seen first. */
export const seenDatabase = z.object({
  /** Cluster that was declared at that time; empty when none was. Another declaration makes it forget the rest. */
  declared: z.string(),
  systemIdentifier: z.string(),
  name: z.string(),
  oid: z.string(),
  schemaVersion: z.number(),
});

export type SeenDatabase = z.output<typeof seenDatabase>;

/** What is remembered from look to look. */
export interface LookMemory {
  seen: SeenDatabase | undefined;
  /** Looks in a row that got no answer. */
  failures: number;
  /** Since when the provisioner may log in, in milliseconds since 1970; undefined when it may not. */
  provisioningSince: number | undefined;
}

/** Remembers what a look found. The first database seen stays the right one until another cluster is declared. */
export function remember(
  before: LookMemory,
  found: Look,
  declared: string | undefined,
  now: number,
): LookMemory {
  if ("failure" in found.database) return { ...before, failures: before.failures + 1 };
  const { systemIdentifier, name, oid, provisionerLogin } = found.database.value;
  const version = "value" in found.schemaVersion ? (found.schemaVersion.value ?? 0) : 0;
  const known = before.seen?.declared === (declared ?? "") ? before.seen : undefined;
  // A wrong one must not become the right one by being there first.
  const wrong = declared !== undefined && declared !== systemIdentifier;
  const first = wrong
    ? undefined
    : { declared: declared ?? "", systemIdentifier, name, oid, schemaVersion: version };
  const seen = known ?? first;
  return {
    seen: seen && { ...seen, schemaVersion: Math.max(seen.schemaVersion, version) },
    failures: 0,
    provisioningSince: provisionerLogin ? (before.provisioningSince ?? now) : undefined,
  };
}
