import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { inCheckout, inState } from "../../paths.ts";
import { withoutSalt } from "../checkout/salt-filter.ts";
import { writeAtomically } from "../checkout/write-atomically.ts";
import { capture } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import { deployCommand, localStack, pulumi, type Target } from "./pulumi.ts";
import { messageOf } from "./words.ts";

/** Exit code of the engine when there is no such stack. */
export const stackNotFound = 6;

const resource = z.object({ urn: z.string(), type: z.string(), id: z.string().optional() });

/** The parts of an exported stack that the launcher looks at; the rest is passed through untouched. */
export const exportedState = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(z.looseObject(resource.shape)).optional(),
    pending_operations: z
      .array(z.looseObject({ type: z.string(), resource: z.looseObject(resource.shape) }))
      .optional(),
  }),
});
export type ExportedState = z.infer<typeof exportedState>;

/**
 * The local stack's settings in a copy outside the checkout: Pulumi writes the encryption salt into the file it is given, and
 * that is this machine's own. The stack's state stays the one place that remembers it.
 */
function stackConfigFile(): string {
  const copy = inState("Pulumi.local.yaml");
  const settings = readFileSync(inCheckout("Pulumi.local.yaml"), "utf8");
  writeAtomically(copy, withoutSalt(settings));
  return copy;
}

/** Arguments that every operation on the stack needs. */
export function stackArguments(stack: string): string[] {
  return stack === localStack ? ["--config-file", stackConfigFile()] : [];
}

/** The stack's state, or undefined when there is no such stack yet. */
export async function exportState(target: Target): Promise<ExportedState | undefined> {
  const { code, stdout, stderr } = await pulumi(["stack", "export"], target);
  if (code === stackNotFound) return undefined;
  if (code !== 0) throw new Failure("failed", `the stack's state cannot be read: ${messageOf(stderr)}`);
  return exportedState.parse(JSON.parse(stdout));
}

/** How many resources the program declares, by the last deployment: the engine's own providers do not count. */
export function countResources(
  state: { deployment: { resources?: readonly { type: string }[] | undefined } } | undefined,
): number {
  return (state?.deployment.resources ?? []).filter(({ type }) => !type.startsWith("pulumi:providers:"))
    .length;
}

/** Makes the stack. It works in a folder of its own, so that the salt is not written into the checkout. */
export async function createStack({ stack, env }: Target): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-init-"));
  try {
    copyFileSync(inCheckout("Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    const args = ["stack", "init", stack, "--no-select", "--non-interactive", "--cwd", folder];
    const { code, stderr } = await capture("pulumi", args, { env, cwd: folder });
    if (code !== 0) throw new Failure("failed", `the stack cannot be made: ${messageOf(stderr)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of the stack's outputs, secrets included, checked against `schema`. */
export async function stackOutput<T>(name: string, schema: z.ZodType<T>, target: Target): Promise<T> {
  const { code, stdout, stderr } = await pulumi(
    ["stack", "output", name, "--show-secrets", "--json"],
    target,
  );
  if (code !== 0) {
    throw new Failure(
      "unhealthy",
      `the stack ${target.stack} has no output ${name} (${messageOf(stderr)}); deploy it with ${deployCommand(target.stack)}`,
    );
  }
  const parsed = schema.safeParse(JSON.parse(stdout));
  if (parsed.success) return parsed.data;
  throw new Failure(
    "failed",
    `the output ${name} of the stack ${target.stack} has an unexpected form; renew it with ${deployCommand(target.stack)}`,
  );
}
