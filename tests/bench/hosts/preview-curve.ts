import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { execa } from "execa";
import { median } from "../timing.ts";
import { checkout } from "./engine.ts";
import { type Peak, watchProcesses } from "./processes.ts";
import { type ScratchProduction, scratchProduction } from "./scratch-production.ts";

interface Preview extends Peak {
  seconds: number;
  resources: number;
}

/** Times previews of a not yet deployed `production`, with policies, by the number of its application hosts. */
export async function previewCurve(runs = 3, counts = [1, 2, 5, 10, 20]): Promise<string[]> {
  const production = await scratchProduction();
  try {
    const previews = new Map(counts.map((count): [number, Preview[]] => [count, []]));
    for (let run = 0; run < runs; run++) {
      for (const [count, own] of previews) own.push(await preview(production, count));
    }
    return [...previews].map(([count, own]) => row(count, own));
  } finally {
    production.remove();
  }
}

async function preview({ env, settings }: ScratchProduction, hosts: number): Promise<Preview> {
  const args = ["preview", "--stack", "production", "--config-file", settings(hosts)];
  const options = ["--policy-pack", "policies", "--json", "--non-interactive"];
  const start = performance.now();
  const running = execa("pulumi", [...args, ...options], { cwd: checkout, env, stdin: "ignore" });
  const peak = watchProcesses(running.pid ?? 0);
  const { stdout } = await running;
  const seconds = (performance.now() - start) / 1000;
  const resources = (JSON.parse(stdout) as { steps: unknown[] }).steps.length;
  process.stderr.write(`${hosts} hosts: ${seconds.toFixed(1)} s, load ${loadavg()[0]?.toFixed(1)}\n`);
  return { ...peak(), seconds, resources };
}

function row(hosts: number, previews: Preview[]): string {
  const times = previews.map(({ seconds }) => seconds);
  const { resources = 0, plugins = 0 } = previews[0] ?? {};
  const [memory, pluginMemory] = (["memory", "pluginMemory"] as const).map((key) =>
    Math.max(...previews.map((each) => each[key])).toFixed(0),
  );
  const each = ((median(times) / resources) * 1000).toFixed(1);
  return [
    `${String(hosts).padStart(2)} hosts, ${String(resources).padStart(4)} resources`,
    `median ${median(times).toFixed(1)} s (fastest ${Math.min(...times).toFixed(1)} s)`,
    `${each} ms per resource`,
    `${median(previews.map(({ processor }) => processor)).toFixed(1)} s of processor time`,
    `${plugins} plugins with ${pluginMemory} MiB of ${memory} MiB`,
  ].join("   ");
}
