import { z } from "zod";
import { connectionSchema } from "../../provider/ssh/connection.ts";
import {
  type DockerQuestion,
  dockerQuestion,
  enginesIn,
  imageQuestion,
  inFew,
  type Place,
} from "./docker-questions.ts";
import type { Question, Recorded } from "./question.ts";

const texts = z.record(z.string(), z.string());
const step = z.object({
  inputs: z.object({
    connection: connectionSchema.optional(),
    observe: z.string().optional(),
    environment: texts.default({}),
  }),
  outputs: z.object({ observed: z.string(), applied: z.string() }),
});
/** Kinds of which nothing is on a host: they change with the program's inputs only. */
const nowhere = /^(?:pulumi:|random:|tovplay:infra:|command:local:Command$)/;

/**
 * What shows whether what a state tells of is there, without the engine and its providers.
 * @returns undefined when something of the state cannot be looked at in this way: the cloud's resources, for example
 */
export function questionsOf(resources: readonly Recorded[]): Question[] | undefined {
  const engines = enginesIn(resources);
  const all = resources
    .filter(({ type }) => !nowhere.test(type) && !type.startsWith("postgresql:"))
    .map((each) => questionOf(each, engines));
  if (!all.every((each) => each !== undefined)) return undefined;
  const ofDocker = all.filter((each) => "command" in each);
  const ofSteps = all.filter((each) => "script" in each);
  return [...inFew(ofDocker), ...ofSteps.filter(({ script }) => script !== "")];
}

function questionOf(
  resource: Recorded,
  engines: ReadonlyMap<string, Place>,
): Question | DockerQuestion | undefined {
  if (resource.type === "tovplay-host:index:Image") return imageQuestion(resource);
  if (resource.type.startsWith("tovplay-host:")) return stepQuestion(resource);
  const place = engines.get(resource.provider ?? "");
  return place && dockerQuestion(resource, place);
}

/** A step that leaves nothing behind has an empty script. */
function stepQuestion(resource: Recorded): Question | undefined {
  const { data } = step.safeParse(resource);
  if (!data || data.outputs.observed !== data.outputs.applied) return undefined;
  const { connection, observe = "", environment } = data.inputs;
  return { connection, script: observe, environment, matches: (said) => said === data.outputs.applied };
}
