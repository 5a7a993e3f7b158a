import { z } from "zod";
import { namesOf } from "../../../provider/image/inputs.ts";
import { type Connection, connectionSchema } from "../../../provider/ssh/connection.ts";
import { shellQuote } from "../../process/shell.ts";
import type { Question } from "./question.ts";

/** A resource in a stack's state. */
export interface Recorded {
  urn: string;
  type: string;
  id?: string | undefined;
  provider?: string | undefined;
  inputs?: unknown;
  outputs?: unknown;
}

const texts = z.record(z.string(), z.string());
const step = z.object({
  inputs: z.object({
    connection: connectionSchema,
    observe: z.string().optional(),
    environment: texts.default({}),
  }),
  outputs: z.object({ observed: z.string(), applied: z.string() }),
});
const image = z.object({
  inputs: z.object({
    connection: connectionSchema,
    image: z.string(),
    delivery: z.enum(["transfer", "registry"]),
    name: z.string().optional(),
  }),
});
const container = z.object({
  name: z.string(),
  mustRun: z.literal(true),
  memory: z.number(),
  memorySwap: z.number(),
  restart: z.string(),
  cpuShares: z.number(),
  cpuSet: z.string(),
  networkDatas: z.array(z.object({ networkName: z.string() })),
});
const engine = z.object({ inputs: z.object({ host: z.string() }) });

const mebibyte = 1024 ** 2;
const containerFormat =
  "{{.Id}} {{.Name}} {{.State.Running}} {{with .HostConfig}}{{.Memory}} {{.MemorySwap}} {{.RestartPolicy.Name}} {{.CpuShares}} '{{.CpusetCpus}}'{{end}}{{range $name, $_ := .NetworkSettings.Networks}} {{$name}}{{end}}";

/** Kinds of which nothing is on a host: they change with the program's inputs only. */
const nowhere = /^(?:pulumi:|random:|tovplay:infra:|command:local:Command$)/;

/**
 * What shows whether hosts are as a state says, without the engine and its providers.
 * @returns undefined when something of the state cannot be looked at in this way: the cloud's resources, for example
 */
export function questionsOf(resources: readonly Recorded[]): Question[] | undefined {
  const connections = new Map<string, Connection>();
  for (const each of resources) {
    const { success, data } = z
      .object({ inputs: z.object({ connection: connectionSchema }) })
      .safeParse(each);
    if (success) connections.set(hostOf(data.inputs.connection), data.inputs.connection);
  }
  const engines = new Map<string, Connection>();
  for (const each of resources.filter(({ type }) => type === "pulumi:providers:docker")) {
    const connection = connections.get(new URL(engine.parse(each).inputs.host).host);
    if (connection) engines.set(`${each.urn}::${each.id}`, connection);
  }
  const all = resources
    .filter(({ type }) => !nowhere.test(type) && !type.startsWith("postgresql:"))
    .map((each) => questionOf(each, engines));
  return all.every((each) => each !== undefined) ? all.flat() : undefined;
}

/** As an address of a Docker engine has it. */
function hostOf({ host, port }: Connection): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function questionOf(resource: Recorded, engines: ReadonlyMap<string, Connection>): Question[] | undefined {
  if (resource.type === "tovplay-host:index:Image") return imageQuestion(resource);
  if (resource.type.startsWith("tovplay-host:")) return stepQuestion(resource);
  const connection = engines.get(resource.provider ?? "");
  const words = connection && dockerQuestion(resource);
  if (!words) return undefined;
  const { command, expected } = words;
  const script = `docker ${command.map(shellQuote).join(" ")}`;
  return [
    { connection, about: nameOf(resource), script, environment: {}, matches: (said) => said === expected },
  ];
}

function stepQuestion(resource: Recorded): Question[] | undefined {
  const { data } = step.safeParse(resource);
  if (!data || data.outputs.observed !== data.outputs.applied) return undefined;
  const { connection, observe, environment } = data.inputs;
  if (observe === undefined) return [];
  const matches = (said: string) => said === data.outputs.applied;
  return [{ connection, about: nameOf(resource), script: observe, environment, matches }];
}

function imageQuestion(resource: Recorded): Question[] | undefined {
  const { data } = image.safeParse(resource);
  if (!data) return undefined;
  const { repository, tag, lookup } = namesOf(data.inputs);
  const script = `docker image inspect --format '{{.Id}}' ${shellQuote(lookup)} ${shellQuote(`${repository}:${tag}`)}`;
  const matches = (said: string) => /^(sha256:[0-9a-f]{64})\n\1$/.test(said);
  return [{ connection: data.inputs.connection, about: nameOf(resource), script, environment: {}, matches }];
}

/** How to ask the engine for a resource of its own, and what it says of one that nobody changed. */
function dockerQuestion({ type, id = "", outputs }: Recorded) {
  if (type === "docker:index/network:Network")
    return { command: ["network", "inspect", "--format", "{{.Id}}", id], expected: id };
  if (type === "docker:index/volume:Volume")
    return { command: ["volume", "inspect", "--format", "{{.Name}}", id], expected: id };
  const { data } = container.safeParse(outputs);
  if (type !== "docker:index/container:Container" || !data) return undefined;
  const limits = [data.memory * mebibyte, data.memorySwap * mebibyte, data.restart, data.cpuShares];
  const networks = data.networkDatas.map(({ networkName }) => networkName).sort();
  const expected = [id, `/${data.name}`, true, ...limits, `'${data.cpuSet}'`, ...networks].join(" ");
  return { command: ["inspect", "--type", "container", "--format", containerFormat, id], expected };
}

function nameOf({ urn }: Recorded): string {
  return urn.split("::").slice(3).join("::");
}
