import { existsSync } from "node:fs";
import { backendUrl, usualKeyFile } from "../checkout/environment.ts";
import type { Change, Deployment } from "../engine/deployment.ts";
import { operate } from "../engine/operate.ts";
import type { Target } from "../engine/pulumi.ts";
import { countResources, createStack, type ExportedState, stackArguments } from "../engine/stack.ts";
import { freeLocks } from "../engine/stale-locks.ts";
import { readState } from "../engine/state-file.ts";
import { lookFirst, policyArguments, runUp } from "../stack/bring-up.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";

/** How long to wait for another deployment of the stack, in seconds. */
export const defaultWait = 600;

/** What a stack was before a deployment. */
export interface OpenedHostStack {
  /** Undefined where it was never deployed. */
  state: ExportedState | undefined;
  /** How many resources it has. */
  expected: number;
}

/** Reads the state of a stack, and makes the stack where there is none. */
export function openHostStack(progress: Progress, target: Target): Promise<OpenedHostStack> {
  return progress.step("State of the stack", async () => {
    await freeLocks({ backend: backendUrl(target.env), stack: target.stack }, progress.note);
    const state = await readState(target);
    if (!state) await createStack(target);
    return { state, expected: countResources(state) };
  });
}

/** What of a stack to deploy. */
export interface Extent {
  /** How many resources that is, for the count. */
  expected: number;
  /** Nothing but these is touched; default: everything. */
  targets?: readonly string[];
  /** The hosts were looked at already, and are as they were left. */
  seen?: boolean;
}

/** What a deployment would change. */
export function previewHostStack(
  progress: Progress,
  target: Target,
  extent: Extent,
): Promise<readonly Change[]> {
  return progress.step("Preview", async (step) => {
    const args = ["preview", ...extentArguments(extent), ...stackArguments(target.stack)];
    const { changes } = await operate(args, { ...target, expected: extent.expected, step });
    step.detail(changes.length === 0 ? "nothing to change" : `${changes.length} to change`);
    return changes;
  });
}

/** Deploys a stack. @throws {Failure} one sentence on what went wrong; what served goes on serving */
export function deployHostStack(progress: Progress, target: Target, extent: Extent): Promise<Deployment> {
  const { expected } = extent;
  return runUp(progress, target, { label: "Deploy", expected, args: extentArguments(extent) });
}

function extentArguments({ targets = [], seen = false }: Extent): string[] {
  return [...(seen ? [] : lookFirst), ...policyArguments(), ...targets.flatMap((urn) => ["--target", urn])];
}

/** @throws {Failure} when a key file was asked for that is not there */
export function requireKeyFile({ TOVPLAY_SSH_KEY_FILE: file }: NodeJS.ProcessEnv): void {
  // Nobody asked for the usual key, so it may be missing: the agent may have another.
  if (file && file !== usualKeyFile && !existsSync(file))
    throw new Failure(
      "usage",
      `TOVPLAY_SSH_KEY_FILE names ${file}, which does not exist; correct or unset it`,
    );
}
