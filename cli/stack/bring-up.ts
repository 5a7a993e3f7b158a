import { backendUrl } from "../checkout/environment.ts";
import { inCheckout, place } from "../checkout/place.ts";
import type { Deployment } from "../engine/deployment.ts";
import { operate } from "../engine/operate.ts";
import { stackOf } from "../engine/pulumi.ts";
import { repair } from "../engine/repair.ts";
import {
  countResources,
  createStack,
  type ExportedState,
  exportState,
  stackArguments,
} from "../engine/stack.ts";
import { freeLocks } from "../engine/stale-locks.ts";
import { endOrphans } from "../machine/engine-processes.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import { inspectContainers } from "./containers.ts";
import { nameOf } from "./services.ts";

/** Steps that {@link bringUp} takes. */
export const BRING_UP_STEPS = 2;

const CONTAINER_TYPE = "docker:index/container:Container";

/** @throws {Failure} when containers of a TovPlay stack run that this state knows nothing of */
async function refuseForeignContainers(state: ExportedState | undefined): Promise<void> {
  const known = state?.deployment.resources?.some(({ type }) => type === CONTAINER_TYPE);
  const interrupted = (state?.deployment.pending_operations ?? []).length > 0;
  if (known || interrupted) return;
  const names = (await inspectContainers()).map(nameOf);
  if (names.length === 0) return;
  throw new Failure(
    "locked",
    `${names.join(", ")} run here, but the state in ${place.state} does not know them; use the state folder they came from (XDG_STATE_HOME), or remove them with 'docker rm -f ${names.join(" ")}' (data in volumes stays)`,
  );
}

/** Reads the stack's state, makes the stack where there is none, and mends what a killed run left. */
export async function openStack(progress: Progress, env: NodeJS.ProcessEnv): Promise<number> {
  return progress.step("State of the stack", async () => {
    await freeLocks({ backend: backendUrl(env), stack: stackOf(env) }, progress.note);
    endOrphans(progress.note);
    const state = await exportState(env);
    await refuseForeignContainers(state);
    if (state) await repair(state, env, progress.note);
    else await createStack(env);
    return countResources(state);
  });
}

/** Where the policies lie that every deployment has to pass. */
export function policyArguments(): string[] {
  return ["--policy-pack", inCheckout("policies")];
}

/** Deploys the program as it is in this checkout. */
export async function bringUp(
  progress: Progress,
  env: NodeJS.ProcessEnv,
  label = "Deploy",
): Promise<Deployment> {
  const expected = await openStack(progress, env);
  const args = ["up", "--yes", "--skip-preview", ...policyArguments(), ...stackArguments(env)];
  return progress.step(label, async (step) => {
    const deployment = await operate(args, { env, expected, step });
    const { length } = deployment.changes;
    step.detail(length === 0 ? "nothing to change" : `${length} changed`);
    return deployment;
  });
}
