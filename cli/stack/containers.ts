import { z } from "zod";
import { localStack } from "../engine/pulumi.ts";
import { capture } from "../process/run.ts";

/** One container of the local stack as the Docker engine tells of it. */
const inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  RestartCount: z.number(),
  State: z.object({
    Status: z.string(),
    StartedAt: z.string(),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
  Config: z.object({ Image: z.string(), Labels: z.record(z.string(), z.string()).nullish() }),
  HostConfig: z.object({ Memory: z.number() }),
  NetworkSettings: z.object({
    Ports: z
      .record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable())
      .nullish(),
  }),
});

export type InspectedContainer = z.infer<typeof inspected>;

/** Label by which everything of the local stack is found. */
export const stackLabel = `org.tovplay.stack=${localStack}`;

/** Containers of the local stack, running or not, by name. */
export async function inspectContainers(): Promise<InspectedContainer[]> {
  const list = await capture("docker", ["ps", "--all", "--quiet", "--filter", `label=${stackLabel}`]);
  const ids = list.stdout.split("\n").filter((id) => id !== "");
  if (list.code !== 0 || ids.length === 0) return [];
  const { stdout } = await capture("docker", ["inspect", "--type", "container", ...ids]);
  const parsed = z.array(inspected).parse(JSON.parse(stdout === "" ? "[]" : stdout));
  return parsed.sort((a, b) => a.Name.localeCompare(b.Name));
}

const usage = z.object({ Name: z.string(), MemUsage: z.string() });

const units: Readonly<Record<string, number>> = {
  B: 1,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: 1024 ** 3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
};

/** Bytes out of Docker's `12.5MiB / 256MiB` (the first figure). */
export function usedBytes(text: string): number | undefined {
  const match = /^\s*([\d.]+)\s*([A-Za-z]+)/.exec(text);
  const unit = units[match?.[2]?.toUpperCase() ?? ""];
  return match && unit ? Math.round(Number(match[1]) * unit) : undefined;
}

/** Memory in use by each running container, in bytes, by name. */
export async function memoryUse(names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const { stdout } = await capture("docker", ["stats", "--no-stream", "--format", "{{json .}}", ...names]);
  return new Map(
    stdout.split("\n").flatMap((line): [string, number][] => {
      if (!line.startsWith("{")) return [];
      const { Name, MemUsage } = usage.parse(JSON.parse(line));
      const bytes = usedBytes(MemUsage);
      return bytes === undefined ? [] : [[Name, bytes]];
    }),
  );
}
