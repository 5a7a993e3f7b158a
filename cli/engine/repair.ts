import { knownContainers } from "../hosts/sweep.ts";
import { capture } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import { localStack, pulumi, type Target } from "./pulumi.ts";
import type { ExportedState } from "./stack.ts";
import { messageOf } from "./words.ts";

const label = `label=org.tovplay.stack=${localStack}`;

/** The state without what a killed run had begun. */
export function withoutPending(state: ExportedState): ExportedState {
  return { ...state, deployment: { ...state.deployment, pending_operations: [] } };
}

/** IDs of the resources of a Docker type that the state knows. */
export function knownIds(state: ExportedState, type: string): Set<string> {
  const resources = state.deployment.resources ?? [];
  return new Set(
    resources.flatMap((resource) => (resource.type === type && resource.id ? [resource.id] : [])),
  );
}

async function leftovers(
  list: readonly string[],
  known: ReadonlySet<string>,
): Promise<{ id: string; name: string }[]> {
  const { stdout } = await capture("docker", [...list, "--no-trunc", "--filter", label]);
  return stdout
    .split("\n")
    .map((line) => line.split("\t"))
    .flatMap(([id = "", name = ""]) => (id === "" || known.has(id) || known.has(name) ? [] : [{ id, name }]));
}

/** Removes what a killed run made and could not write down: containers and networks. Volumes are never touched. */
async function removeLeftovers(state: ExportedState, notice: (text: string) => void): Promise<void> {
  const containers = ["ps", "--all", "--format", "{{.ID}}\t{{.Names}}"];
  // A release's containers are known by name: its script makes them, not the engine.
  for (const { id, name } of await leftovers(containers, knownContainers(state))) {
    await capture("docker", ["rm", "--force", id]);
    notice(`Removed container ${name}, left over from an interrupted run.`);
  }
  const networks = ["network", "ls", "--format", "{{.ID}}\t{{.Name}}"];
  for (const { id, name } of await leftovers(networks, knownIds(state, "docker:index/network:Network"))) {
    const { code } = await capture("docker", ["network", "rm", id]);
    if (code === 0) notice(`Removed network ${name}, left over from an interrupted run.`);
  }
}

/** Fixes the state after a run that was killed in the middle. @returns whether there was anything to fix */
export async function repair(
  state: ExportedState,
  target: Target,
  notice: (text: string) => void,
): Promise<boolean> {
  const pending = state.deployment.pending_operations ?? [];
  if (pending.length === 0) return false;
  await removeLeftovers(state, notice);
  const { code, stderr } = await pulumi(["stack", "import"], target, JSON.stringify(withoutPending(state)));
  if (code !== 0)
    throw new Failure("failed", `the state of an interrupted run cannot be repaired: ${messageOf(stderr)}`);
  notice(`Dropped ${pending.length} operations of an interrupted run from the state.`);
  return true;
}
