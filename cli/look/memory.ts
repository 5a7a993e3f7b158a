import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { inState } from "../../paths.ts";
import { writeAtomically } from "../checkout/write-atomically.ts";
import type { ExportedState } from "../engine/stack.ts";

const memory = z.object({
  /** What was deployed, by part. */
  inputs: z.record(z.string(), z.string()),
  /** Hash of the state that this led to. */
  state: z.string(),
  /** Hashes of roles, databases and rights, by server; absent where they were not known for sure. */
  catalogs: z.record(z.string(), z.string()).optional(),
});

/** What this machine remembers of the last whole deployment of a stack. It may be lost at any time: then everything is looked at. */
export type Memory = z.infer<typeof memory>;

const fileOf = (stack: string) => inState("deployed", `${stack}.json`);

export function recall(stack: string): Memory | undefined {
  try {
    return memory.parse(JSON.parse(readFileSync(fileOf(stack), "utf8")));
  } catch {
    return undefined;
  }
}

export function remember(stack: string, what: Memory): void {
  mkdirSync(dirname(fileOf(stack)), { recursive: true, mode: 0o700 });
  writeAtomically(fileOf(stack), JSON.stringify(what));
}

/** Before anything changes: a deployment that is killed leaves nothing to rely on. */
export function forget(stack: string): void {
  rmSync(fileOf(stack), { force: true });
}

/** When and from which line of the program a resource was declared. */
const circumstances: ReadonlySet<string> = new Set(["created", "modified", "sourcePosition", "stackTrace"]);

/** A hash of all resources in a state: an operation that changes none leaves it as it is. */
export function stateHash({ deployment }: ExportedState): string {
  const told = (key: string, value: unknown) => (circumstances.has(key) ? undefined : value);
  const texts = (deployment.resources ?? []).map((resource) => JSON.stringify(resource, told));
  return createHash("sha256").update(texts.sort().join("\n")).digest("hex");
}
