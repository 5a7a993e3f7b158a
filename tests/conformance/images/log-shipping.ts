import { randomUUID } from "node:crypto";
import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { RunningLogStore } from "../../../cli/logs/store/find-lines.ts";
import { renderTemplate } from "../../../infra/host/template.ts";
import type { LogStoreKind } from "../../../infra/monitoring/log-store-kinds.ts";
import { victoriaLogsCommand } from "../../../infra/monitoring/victorialogs.ts";
import { baseImage } from "../testing/images.ts";

/** A log store and a collector that ships to it, in containers of a test. */
export interface LogShipping {
  /** The log store; a restart changes its port. */
  store(): Promise<RunningLogStore>;
  /** Writes a line to the log of a container. */
  write(service: string, text: string, at?: Date): Promise<void>;
  /** Runs `docker VERB` on the container of either. */
  docker(which: "store" | "collector", ...verb: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** How the stacks run each log store. */
const stores = {
  loki: {
    official: "grafana/loki:3.7.8",
    port: 3100,
    otlp: "/otlp",
    data: "/loki",
    command: ["-config.file=/etc/loki/local-config.yaml"],
    memory: "320m",
  },
  victorialogs: {
    official: "tovplay-base/victorialogs",
    port: 9428,
    otlp: "/insert/opentelemetry",
    data: "/victoria-logs-data",
    command: victoriaLogsCommand(30),
    memory: "192m",
  },
} as const;

/** What is made for one log store, all under one name. */
interface Scratch {
  name: string;
  folder: string;
  kind: LogStoreKind;
}

/** The log stores whose images are on this machine: it has Loki's only where a registry delivers it. */
export async function logStoresHere(): Promise<{ kind: LogStoreKind; image: string }[]> {
  const kinds = Object.keys(stores) as LogStoreKind[];
  const found = kinds.map(async (kind) => {
    const image = await baseImage(kind, stores[kind].official);
    const { failed } = await execa("docker", ["image", "inspect", image], { reject: false });
    return failed ? [] : [{ kind, image }];
  });
  return (await Promise.all(found)).flat();
}

/** Starts both. */
export async function startShipping(kind: LogStoreKind, image: string): Promise<LogShipping> {
  const name = `scratch-conformance-logs-${randomUUID().slice(0, 8)}`;
  const scratch = { name, kind, folder: await mkdtemp(join(tmpdir(), `${name}-`)) };
  await execa("docker", ["network", "create", name]);
  await startStore(scratch, image);
  await startCollector(scratch);
  const containers = { store: `${name}-store`, collector: `${name}-collector` };
  return {
    store: async () => {
      const { stdout } = await execa("docker", ["port", containers.store, String(stores[kind].port)]);
      return { kind, url: `http://${stdout.split("\n")[0]}` };
    },
    write: (service, text, at = new Date()) => writeLine(scratch, { service, text, at }),
    docker: async (which, ...verb) => (await execa("docker", [...verb, containers[which]])).stdout,
    stop: async () => {
      const names = Object.values(containers);
      await execa("docker", ["rm", "--force", "--volumes", ...names], { reject: false });
      await execa("docker", ["network", "rm", name], { reject: false });
      await rm(scratch.folder, { recursive: true, force: true });
    },
  };
}

async function startStore({ name, folder, kind }: Scratch, image: string): Promise<void> {
  const { port, data, command, memory } = stores[kind];
  const file = join(folder, "loki.yml");
  await writeFile(file, renderTemplate("loki/loki.yml", { retentionHours: 720 }));
  await execa("docker", [
    ...["run", "--detach", "--name", `${name}-store`, "--network", name, "--publish", `127.0.0.1::${port}`],
    ...["--read-only", "--user", "10001:10001", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...["--memory", memory, "--memory-swap", memory, "--tmpfs", "/tmp", "--volume", data],
    ...["--volume", `${file}:/etc/loki/local-config.yaml:ro`, image, ...command],
  ]);
}

async function startCollector({ name, folder, kind }: Scratch): Promise<void> {
  const { port, otlp } = stores[kind];
  const endpoint = `http://${name}-store:${port}${otlp}`;
  const file = join(folder, "config.yaml");
  await writeFile(
    file,
    renderTemplate("collector/config.yaml", { store: kind, endpoint, healthPort: 13133 }),
  );
  await mkdir(join(folder, "containers"));
  const image = await baseImage("collector", "otel/opentelemetry-collector-contrib:0.149.0");
  await execa("docker", [
    ...["run", "--detach", "--name", `${name}-collector`, "--network", name, "--memory", "128m"],
    ...["--read-only", "--user", "0", "--cap-drop", "ALL", "--tmpfs", "/tmp", "--volume", "/var/lib/otelcol"],
    ...["--volume", `${file}:/etc/otelcol-contrib/config.yaml:ro`],
    ...["--volume", `${folder}/containers:/var/lib/docker/containers:ro`],
    ...[image, "--config=/etc/otelcol-contrib/config.yaml"],
  ]);
}

/** Writes as Docker does, into a folder for each container. */
async function writeLine(
  { folder }: Scratch,
  { service, text, at }: { service: string; text: string; at: Date },
): Promise<void> {
  const container = join(folder, "containers", service);
  await mkdir(container, { recursive: true });
  const line = { log: `${text}\n`, stream: "stdout", attrs: { tag: service }, time: at.toISOString() };
  await appendFile(join(container, `${service}-json.log`), `${JSON.stringify(line)}\n`);
}
