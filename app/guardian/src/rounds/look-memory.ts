import { z } from "zod";
import type { Look } from "./look.ts";

/** The database as first seen. */
export const seenDatabase = z.object({
  /** Cluster declared at that time; empty when none was. A different declaration discards the rest. */
  declared: z.string(),
  systemIdentifier: z.string(),
  name: z.string(),
  oid: z.string(),
  schemaVersion: z.number(),
});

export type SeenDatabase = z.output<typeof seenDatabase>;

/** What is remembered between looks. */
export interface LookMemory {
  seen: SeenDatabase | undefined;
  /** Consecutive looks without an answer. */
  failures: number;
  /** Time since when the provisioner may log in, in milliseconds since 1970; undefined when it may not. */
  provisioningSince: number | undefined;
}

/** Updates the memory after a look. The first database seen counts as the right one until another cluster is declared. */
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
  // A wrong cluster must not count as the right one because it was seen first.
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
