import { existsSync } from "node:fs";
import { backendUrl, usualKeyFile } from "../checkout/environment.ts";
import type { Change, Deployment } from "../engine/deployment.ts";
import { operate } from "../engine/operate.ts";
import { stackOf } from "../engine/pulumi.ts";
import { countResources, createStack, exportState, stackArguments } from "../engine/stack.ts";
import { freeLocks } from "../engine/stale-locks.ts";
import { policyArguments } from "../stack/bring-up.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";

/** How long to wait for another deployment of the stack, in seconds. */
export const DEFAULT_WAIT = 600;

/** Reads the state of the stack of `env`, and makes the stack where there is none. @returns how many resources it has */
export function openHostStack(progress: Progress, env: NodeJS.ProcessEnv): Promise<number> {
  return progress.step("State of the stack", async () => {
    await freeLocks({ backend: backendUrl(env), stack: stackOf(env) }, progress.note);
    const state = await exportState(env);
    if (!state) await createStack(env);
    return countResources(state);
  });
}

/** A deployment looks at the hosts first: what was changed there by hand is mended with the rest. */
const LOOK_FIRST = ["--refresh", "--run-program"];

/** What a deployment would change. */
export function previewHostStack(
  progress: Progress,
  env: NodeJS.ProcessEnv,
  expected: number,
): Promise<readonly Change[]> {
  return progress.step("Preview", async (step) => {
    const args = ["preview", ...LOOK_FIRST, ...policyArguments(), ...stackArguments(env)];
    const { changes } = await operate(args, { env, expected, step });
    step.detail(changes.length === 0 ? "nothing to change" : `${changes.length} to change`);
    return changes;
  });
}

/** Deploys the stack of `env`. @throws {Failure} one sentence on what went wrong; what served goes on serving */
export function deployHostStack(
  progress: Progress,
  env: NodeJS.ProcessEnv,
  expected: number,
): Promise<Deployment> {
  return progress.step("Deploy", async (step) => {
    const args = [
      "up",
      "--yes",
      "--skip-preview",
      ...LOOK_FIRST,
      ...policyArguments(),
      ...stackArguments(env),
    ];
    const deployment = await operate(args, { env, expected, step });
    const { length } = deployment.changes;
    step.detail(length === 0 ? "nothing to change" : `${length} changed`);
    return deployment;
  });
}

/** @throws {Failure} when a key file was asked for that is not there */
export function requireKeyFile({ TOVPLAY_SSH_KEY_FILE: file }: NodeJS.ProcessEnv): void {
  // The usual key that is not there is no wish of the user: the agent may have another.
  if (file && file !== usualKeyFile && !existsSync(file))
    throw new Failure(
      "usage",
      `TOVPLAY_SSH_KEY_FILE names ${file}, which is not there; correct it, or unset it`,
    );
}
