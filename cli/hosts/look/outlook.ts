import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Target } from "../../engine/pulumi.ts";
import { type ExportedState, exportState } from "../../engine/stack.ts";
import { askAll } from "./ask.ts";
import { catalogQuestions } from "./catalogs.ts";
import { changedParts, type Inputs, inputsOf } from "./inputs.ts";
import { type Memory, recall, remember, stateHash } from "./memory.ts";
import { questionsOf, type Recorded } from "./questions.ts";

/** What a deployment has to do: nothing, one service (its image alone has changed), or whatever the engine finds. */
export type Work = "nothing" | { service: string } | "unknown";

/** What is known of a stack before a deployment. */
export interface Outlook {
  work: Work;
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
 * @throws {Failure} when a host does not answer
 */
export async function lookAhead(target: Target, state: ExportedState | undefined): Promise<Outlook> {
  const resources: readonly Recorded[] = state?.deployment.resources ?? [];
  const inputs = inputsOf(target.stack, target.env, await referencedStates(resources, target));
  const memory = state && recallFor(target.stack, state);
  const known = { inputs, memory, work: "unknown", catalogs: undefined } as const;
  const questions = questionsOf(resources);
  if (!state || !questions) return known;
  const ofCatalogs = catalogQuestions(resources);
  const asked = [...(memory ? questions : []), ...ofCatalogs];
  const answers = asked.length > 0 ? await askAll(asked, target.env) : new Map();
  const asDeployed = asked.every((each) => each.matches(answers.get(each) ?? ""));
  const catalogs = Object.fromEntries(ofCatalogs.map((each) => [each.about, answers.get(each) ?? ""]));
  const trusted = asDeployed && memory?.catalogs && isDeepStrictEqual(memory.catalogs, catalogs);
  const work = trusted ? workFor(changedParts(memory.inputs, inputs), resources) : "unknown";
  return { ...known, work, catalogs };
}

/** Remembers a finished deployment, so that the next one need not ask the engine what it can see itself. */
export async function rememberDeployment(
  target: Target,
  { inputs, catalogs: before }: Outlook,
): Promise<void> {
  const state = await exportState(target);
  if (!state) return;
  const catalogs = before && (await unchangedCatalogs(target, state, before));
  remember(target.stack, { inputs, state: stateHash(state), ...(catalogs && { catalogs }) });
}

/** Remembers that one service was deployed on top of what is remembered. @param part of the inputs that came with it */
export async function rememberService(
  target: Target,
  { inputs, memory }: Outlook,
  part: string | undefined,
): Promise<void> {
  const state = await exportState(target);
  if (!state || !memory) return;
  const now = part === undefined ? {} : { [part]: inputs[part] ?? "" };
  remember(target.stack, { ...memory, inputs: { ...memory.inputs, ...now }, state: stateHash(state) });
}

/** Only rights that were the same before and after the engine compared them are those that are declared. */
async function unchangedCatalogs(
  { env }: Target,
  state: ExportedState,
  before: Readonly<Record<string, string>>,
): Promise<Record<string, string> | undefined> {
  const questions = catalogQuestions(state.deployment.resources ?? []);
  const answers = questions.length > 0 ? await askAll(questions, env) : new Map<unknown, string>();
  const after = Object.fromEntries(questions.map((each) => [each.about, answers.get(each) ?? ""]));
  return isDeepStrictEqual(before, after) ? after : undefined;
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
      const state = await exportState({ stack, env });
      return state ? stateHash(state) : "";
    }),
  );
}
