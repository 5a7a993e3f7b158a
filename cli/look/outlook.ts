import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Target } from "../engine/pulumi.ts";
import type { ExportedState } from "../engine/stack.ts";
import { readState } from "../engine/state-file.ts";
import { Failure } from "../terminal/exit.ts";
import { askAll } from "./ask.ts";
import { catalogQuestions, hasCatalogs } from "./catalogs.ts";
import { changedParts, type Inputs, inputsOf } from "./inputs.ts";
import { type Memory, recall, remember, stateHash } from "./memory.ts";
import type { Recorded } from "./question.ts";
import { questionsOf } from "./questions.ts";

/** What a deployment has to do: nothing, one service (its image alone has changed), or whatever the engine finds. */
export type Work = "nothing" | { service: string } | "unknown";

/** Whether what there is was left by the last deployment: for sure, surely not, or nothing is known of it. */
export type Found = "as left" | "changed" | "unknown";

/** What is known of a stack before a deployment. */
export interface Outlook {
  work: Work;
  found: Found;
  inputs: Inputs;
  memory: Memory | undefined;
  /** Hashes of roles, databases and rights; undefined when they, or something else, could not be looked at. */
  catalogs: Readonly<Record<string, string>> | undefined;
}

/** Images whose change alone is a deployment of one service. */
export const services: ReadonlySet<string> = new Set(["backend", "frontend"]);

/**
 * Looks at everything that the last deployment left, in one round trip to each host. Where all of it is as the state says, and the
 * state is what today's inputs led to, the engine has nothing to find out.
 * @param foresee is told, before anything is asked, what there is to do if all is as it was left
 * @throws {Failure} when a host does not answer
 */
export async function lookAhead(
  target: Target,
  state: ExportedState | undefined,
  foresee: (work: Work) => void = () => undefined,
): Promise<Outlook> {
  const resources: readonly Recorded[] = state?.deployment.resources ?? [];
  const inputs = inputsOf(target, await referencedStates(resources, target));
  const memory = state && recallFor(target.stack, state);
  const known = { inputs, memory, work: "unknown", found: "unknown", catalogs: undefined } as const;
  const questions = questionsOf(resources);
  if (!questions) return known;
  const changed = memory ? changedParts(memory.inputs, inputs) : undefined;
  const expected = changed ? workFor(changed, resources) : "unknown";
  foresee(expected);
  const ofCatalogs = catalogQuestions(resources);
  const asked = [...(memory ? questions : []), ...ofCatalogs];
  const answers = asked.length > 0 ? await askAll(asked, target.env) : new Map();
  const asDeployed = asked.every((each) => each.matches(answers.get(each) ?? ""));
  const catalogs = Object.fromEntries(ofCatalogs.map((each) => [each.about, answers.get(each) ?? ""]));
  const found = asDeployed ? judged(memory, catalogs, resources) : "changed";
  const work = found === "as left" ? expected : "unknown";
  return { ...known, work, found, catalogs };
}

/**
 * The same where the last deployment is remembered and everything can be looked at: a preview needs no hosts.
 * @returns undefined otherwise
 */
export async function lookIfKnown(
  target: Target,
  state: ExportedState | undefined,
): Promise<Outlook | undefined> {
  if (!state || !recallFor(target.stack, state)) return undefined;
  try {
    return await lookAhead(target, state);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Whether rights are those that a deployment left. Where none are declared, there is nothing to differ. */
function judged(
  memory: Memory | undefined,
  catalogs: Readonly<Record<string, string>>,
  resources: readonly Recorded[],
): Found {
  const left = hasCatalogs(resources) ? memory?.catalogs : {};
  if (!left) return "unknown";
  return isDeepStrictEqual(left, catalogs) ? "as left" : "changed";
}

/** Whether the engine has to compare everything with the state because something may differ from what was left. */
export function inDoubt({ memory, found, catalogs = {} }: Outlook): boolean {
  // What a failed run left is the engine's to fix: it may be what a comparison would need.
  if (found === "changed") return memory !== undefined;
  // Where no server runs, nobody can have changed its rights.
  return found === "unknown" && Object.keys(catalogs).length > 0;
}

/**
 * Remembers a finished deployment, so that the next one need not ask the engine what it can see itself.
 * @param compared whether the engine compared everything with the state first
 */
export async function rememberDeployment(
  target: Target,
  { inputs, found, catalogs: before }: Outlook,
  compared: boolean,
): Promise<void> {
  const state = await readState(target);
  if (!state) return;
  const after = before && (await catalogsNow(target, state));
  // Rights that were known before are what the engine made of them; others are known when it had nothing to put right.
  const sure = found === "as left" || (compared && isDeepStrictEqual(before, after));
  remember(target.stack, {
    inputs,
    state: stateHash(state),
    ...(after && sure && { catalogs: after }),
  });
}

/** Remembers that today's inputs would change nothing: the engine has said so, having compared everything with the state if that was in doubt. */
export async function rememberPreview(target: Target, outlook: Outlook, state: ExportedState): Promise<void> {
  const { inputs, memory, found, catalogs } = outlook;
  if (!memory || !catalogs || found === "changed") return;
  const sure = found === "as left" || isDeepStrictEqual(catalogs, await catalogsNow(target, state));
  if (sure) remember(target.stack, { ...memory, inputs, catalogs });
}

/** Remembers that one service was deployed on top of what is remembered. @param part of the inputs that came with it */
export async function rememberService(
  target: Target,
  { inputs, memory }: Outlook,
  part: string | undefined,
): Promise<void> {
  const state = await readState(target);
  if (!state || !memory) return;
  const now = part === undefined ? {} : { [part]: inputs[part] ?? "" };
  remember(target.stack, { ...memory, inputs: { ...memory.inputs, ...now }, state: stateHash(state) });
}

async function catalogsNow({ env }: Target, state: ExportedState): Promise<Record<string, string>> {
  const questions = catalogQuestions(state.deployment.resources ?? []);
  const answers = questions.length > 0 ? await askAll(questions, env) : new Map<unknown, string>();
  return Object.fromEntries(questions.map((each) => [each.about, answers.get(each) ?? ""]));
}

/** What is remembered, when it led to this very state. */
function recallFor(stack: string, state: ExportedState): Memory | undefined {
  const memory = recall(stack);
  return memory?.state === stateHash(state) ? memory : undefined;
}

/** What there is to do when nothing but these parts of the inputs has changed. */
export function workFor(changed: readonly string[], resources: readonly Pick<Recorded, "urn">[]): Work {
  const built = (part: string) =>
    part === "program" || resources.some(({ urn }) => urn.endsWith(`::tovplay-${part}-build`));
  const [first, ...others] = changed.filter(built);
  if (first === undefined) return "nothing";
  return others.length === 0 && services.has(first) ? { service: first } : "unknown";
}

const reference = z.object({ inputs: z.object({ name: z.string() }) });

/** States of the stacks whose outputs this one uses. */
async function referencedStates(resources: readonly Recorded[], { env }: Target): Promise<string[]> {
  const names = resources
    .filter(({ type }) => type === "pulumi:pulumi:StackReference")
    .map((each) => reference.parse(each).inputs.name.split("/").at(-1) ?? "");
  return Promise.all(
    names.sort().map(async (stack) => {
      const state = await readState({ stack, env });
      return state ? stateHash(state) : "";
    }),
  );
}
