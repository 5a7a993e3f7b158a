import { inCheckout, inState } from "../../paths.ts";
import { backendUrl } from "../checkout/environment.ts";
import type { Deployment } from "../engine/deployment.ts";
import { buildEarly } from "../engine/early-build.ts";
import { operate } from "../engine/operate.ts";
import { localStack, type Target } from "../engine/pulumi.ts";
import { repair } from "../engine/repair.ts";
import { countResources, createStack, type ExportedState, stackArguments } from "../engine/stack.ts";
import { freeLocks } from "../engine/stale-locks.ts";
import { readState } from "../engine/state-file.ts";
import { forget } from "../look/memory.ts";
import { inDoubt, lookAhead, rememberDeployment } from "../look/outlook.ts";
import { endOrphans } from "../machine/engine-processes.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import { inspectContainers } from "./containers.ts";
import { nameOf } from "./services.ts";

/** Steps that {@link bringUp} takes. */
export const bringUpSteps = 3;

const containerType = "docker:index/container:Container";

/** @throws {Failure} when containers of a TovPlay stack run that this state knows nothing of */
async function refuseForeignContainers(state: ExportedState | undefined): Promise<void> {
  const known = state?.deployment.resources?.some(({ type }) => type === containerType);
  const interrupted = (state?.deployment.pending_operations ?? []).length > 0;
  if (known || interrupted) return;
  const names = (await inspectContainers()).map(nameOf);
  if (names.length === 0) return;
  throw new Failure(
    "locked",
    `${names.join(", ")} run here, but are not in the state in ${inState()}; use their state folder (XDG_STATE_HOME), or remove them with 'docker rm -f ${names.join(" ")}' (volumes are kept)`,
  );
}

/** The stack before a deployment. */
interface OpenedStack {
  state: ExportedState | undefined;
  /** Resources that its state knows. */
  expected: number;
  /** Whether a killed run left anything: what it switched can only be seen by looking. */
  repaired: boolean;
}

/** Reads the stack's state, makes the stack where there is none, and fixes what a killed run left. */
export async function openStack(progress: Progress, env: NodeJS.ProcessEnv): Promise<OpenedStack> {
  const target = { stack: localStack, env };
  return progress.step("State of the stack", async () => {
    await freeLocks({ backend: backendUrl(env), stack: localStack }, progress.note);
    endOrphans(progress.note);
    const state = await readState(target);
    await refuseForeignContainers(state);
    const repaired = state !== undefined && (await repair(state, target, progress.note));
    if (!state) await createStack(target);
    return { state, expected: countResources(state), repaired };
  });
}

/** Where the policies are that every deployment has to pass. */
export function policyArguments(): string[] {
  return ["--policy-pack", inCheckout("policies")];
}

/** Deploys the program as it is in this checkout, unless a look at what runs shows that the engine has nothing to do. */
export async function bringUp(progress: Progress, env: NodeJS.ProcessEnv, label: string): Promise<void> {
  const target = { stack: localStack, env };
  const { state, expected, repaired } = await openStack(progress, env);
  const outlook = await progress.step("Look at what runs", async (step) => {
    const seen = await lookAhead(target, state, (work) => {
      if (typeof work === "object") buildEarly(work.service, target);
    });
    step.detail(seen.work === "nothing" ? "all as deployed" : "left to the engine");
    return seen;
  });
  if (outlook.work === "nothing" && !repaired) return;
  const compare = repaired || inDoubt(outlook);
  forget(localStack);
  await runUp(progress, target, {
    label,
    expected,
    args: [...(compare ? lookFirst : []), ...policyArguments()],
  });
  await rememberDeployment(target, outlook, compare);
}

/** Takes away what runs. The program itself declares what stays: data, roles, passwords. */
export async function takeDown(progress: Progress, env: NodeJS.ProcessEnv): Promise<void> {
  const target = { stack: localStack, env: { ...env, TOVPLAY_PROFILES: "none" } };
  const { expected, repaired } = await openStack(progress, env);
  forget(localStack);
  const args = [...(repaired ? lookFirst : []), ...policyArguments()];
  await runUp(progress, target, { label: "Take down", expected, args });
}

/** Lets the engine look at what is there before it compares: what was changed by hand is put right with the rest. */
export const lookFirst = ["--refresh", "--run-program"];

/**
 * Lets the engine make what a stack's program declares.
 * @param up `expected` resources for the count, and `args` besides the usual ones
 */
export function runUp(
  progress: Progress,
  target: Target,
  up: { label: string; expected: number; args: readonly string[] },
): Promise<Deployment> {
  const args = ["up", "--yes", "--skip-preview", ...up.args, ...stackArguments(target.stack)];
  return progress.step(up.label, async (step) => {
    const deployment = await operate(args, { ...target, expected: up.expected, step });
    const { length } = deployment.changes;
    step.detail(length === 0 ? "nothing to change" : `${length} changed`);
    return deployment;
  });
}
