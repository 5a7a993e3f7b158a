import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { namesOf } from "../../provider/image/inputs.ts";
import { type Connection, connectionSchema } from "../../provider/ssh/connection.ts";
import { shellQuote } from "../process/shell.ts";
import type { Question, Recorded } from "./question.ts";

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
const engine = z.object({ inputs: z.object({ host: z.string().optional() }) });

const mebibyte = 1024 ** 2;
const containerFormat =
  "{{.Id}} {{.Name}} {{.State.Running}} {{with .HostConfig}}{{.Memory}} {{.MemorySwap}} {{.RestartPolicy.Name}} {{.CpuShares}} '{{.CpusetCpus}}'{{end}}{{range $name, $_ := .NetworkSettings.Networks}} {{$name}}{{end}}";

/** Where the engine of a Docker provider is. */
export interface Place {
  /** Undefined for this machine. */
  connection: Connection | undefined;
}

/** What Docker is asked about one resource; what it is asked in the same words about others can be asked at once. */
export interface DockerQuestion extends Place {
  command: string;
  names: readonly string[];
  /** Whether this is what was deployed: a line for each name. */
  matches: (lines: readonly string[]) => boolean;
}

/** Places of Docker's engines by the reference to their provider. */
export function enginesIn(resources: readonly Recorded[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const each of resources) {
    const { success, data } = z
      .object({ inputs: z.object({ connection: connectionSchema }) })
      .safeParse(each);
    const connection = data?.inputs.connection;
    if (success && connection) places.set(hostOf(connection), { connection });
  }
  const engines = new Map<string, Place>();
  for (const each of resources.filter(({ type }) => type === "pulumi:providers:docker")) {
    const { host } = engine.parse(each).inputs;
    const place = host === undefined ? { connection: undefined } : places.get(new URL(host).host);
    if (place) engines.set(`${each.urn}::${each.id}`, place);
  }
  return engines;
}

/** As an address of a Docker engine has it. */
function hostOf({ host, port }: Connection): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Questions in the same words to the same engine as one: a start of Docker's client costs more than all answers. */
export function inFew(questions: readonly DockerQuestion[]): Question[] {
  const groups: DockerQuestion[][] = [];
  for (const question of questions) {
    const group = groups.find(
      ([first]) =>
        first?.command === question.command && isDeepStrictEqual(first.connection, question.connection),
    );
    if (group) group.push(question);
    else groups.push([question]);
  }
  return groups.map(asOne);
}

function asOne(group: readonly DockerQuestion[]): Question {
  const names = group.flatMap((each) => each.names);
  const matches = (said: string) => {
    const lines = said.split("\n");
    const right = group.every((each) => each.matches(lines.splice(0, each.names.length)));
    return right && lines.length === 0;
  };
  const script = `${group[0]?.command} ${names.map(shellQuote).join(" ")}`;
  return { connection: group[0]?.connection, script, environment: {}, matches };
}

export function imageQuestion(resource: Recorded): DockerQuestion | undefined {
  const { data } = image.safeParse(resource);
  if (!data) return undefined;
  const { repository, tag, lookup } = namesOf(data.inputs);
  return {
    connection: data.inputs.connection,
    command: inspect("image", "{{.Id}}"),
    names: [lookup, `${repository}:${tag}`],
    matches: ([first, second]) => /^sha256:[0-9a-f]{64}$/.test(first ?? "") && first === second,
  };
}

function inspect(kind: string, format: string): string {
  return `docker ${kind} inspect --format ${shellQuote(format)}`;
}

/** How to ask for a resource of Docker's own, and what is said of one that nobody changed. */
export function dockerQuestion(
  { type, id = "", outputs }: Recorded,
  place: Place,
): DockerQuestion | undefined {
  const ask = (kind: string, format: string, expected: string) => ({
    ...place,
    command: inspect(kind, format),
    names: [id],
    matches: ([line]: readonly string[]) => line === expected,
  });
  if (type === "docker:index/network:Network") return ask("network", "{{.Id}}", id);
  if (type === "docker:index/volume:Volume") return ask("volume", "{{.Name}}", id);
  const { data } = container.safeParse(outputs);
  if (type !== "docker:index/container:Container" || !data) return undefined;
  const limits = [data.memory * mebibyte, data.memorySwap * mebibyte, data.restart, data.cpuShares];
  const networks = data.networkDatas.map(({ networkName }) => networkName).sort();
  const expected = [id, `/${data.name}`, true, ...limits, `'${data.cpuSet}'`, ...networks].join(" ");
  return ask("container", containerFormat, expected);
}
