import { existsSync } from "node:fs";
import { backendUrl, usualKeyFile } from "../checkout/environment.ts";
import type { Change, Deployment } from "../engine/deployment.ts";
import { operate } from "../engine/operate.ts";
import type { Target } from "../engine/pulumi.ts";
import { countResources, createStack, exportState, stackArguments } from "../engine/stack.ts";
import { freeLocks } from "../engine/stale-locks.ts";
import { policyArguments } from "../stack/bring-up.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";

/** How long to wait for another deployment of the stack, in seconds. */
export const defaultWait = 600;

/** Reads the state of a stack, and makes the stack where there is none. @returns how many resources it has */
export function openHostStack(progress: Progress, target: Target): Promise<number> {
  return progress.step("State of the stack", async () => {
    await freeLocks({ backend: backendUrl(target.env), stack: target.stack }, progress.note);
    const state = await exportState(target);
    if (!state) await createStack(target);
    return countResources(state);
  });
}

/** A deployment looks at the hosts first: what was changed there by hand is put right with the rest. */
const lookFirst = ["--refresh", "--run-program"];

/** What a deployment would change. */
export function previewHostStack(
  progress: Progress,
  target: Target,
  expected: number,
): Promise<readonly Change[]> {
  return progress.step("Preview", async (step) => {
    const args = ["preview", ...lookFirst, ...policyArguments(), ...stackArguments(target.stack)];
    const { changes } = await operate(args, { ...target, expected, step });
    step.detail(changes.length === 0 ? "nothing to change" : `${changes.length} to change`);
    return changes;
  });
}

/** Deploys a stack. @throws {Failure} one sentence on what went wrong; what served goes on serving */
export function deployHostStack(progress: Progress, target: Target, expected: number): Promise<Deployment> {
  return progress.step("Deploy", async (step) => {
    const args = [
      "up",
      "--yes",
      "--skip-preview",
      ...lookFirst,
      ...policyArguments(),
      ...stackArguments(target.stack),
    ];
    const deployment = await operate(args, { ...target, expected, step });
    const { length } = deployment.changes;
    step.detail(length === 0 ? "nothing to change" : `${length} changed`);
    return deployment;
  });
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
