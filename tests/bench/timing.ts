import { performance } from "node:perf_hooks";
import { execa } from "execa";

/** A command to be timed as a whole process. */
export interface Timed {
  file: string;
  args: string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
}

/** What a command has cost, in seconds. */
export interface Cost {
  /** From its start to its end. */
  elapsed: number;
  /** Of the processor, for the command and all processes that it started and waited for. */
  processor: number;
}

/** Prints on file 3 what the command has cost; the shell's second line is that of its children. */
const withTimes = '"$@"; code=$?; times >&3; exit $code';

/** Runs a command once. @throws with what it printed when it fails */
async function costOf({ file, args, cwd, env = {} }: Timed): Promise<Cost> {
  let times = "";
  const elapsed = await secondsOf(async () => {
    const options = { cwd, env, stdio: ["ignore", "pipe", "pipe", "pipe"] } as const;
    times = (await execa("bash", ["-c", withTimes, "bash", file, ...args], options)).stdio[3];
  });
  return { elapsed, processor: childrenSeconds(times) };
}

/** Seconds of the processor that a shell's `times` says its children have used: user's and system's. */
export function childrenSeconds(times: string): number {
  const parts = [...(times.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** Wall-clock seconds until `work` is done. */
export async function secondsOf(work: () => PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Runs two commands in turn, A B A B …, so that slow moments of the machine affect both, and returns their medians. */
export async function alternating(runs: number, a: Timed, b: Timed): Promise<{ a: Cost; b: Cost }> {
  const costs = { a: [] as Cost[], b: [] as Cost[] };
  for (let run = 0; run < runs; run++) {
    costs.a.push(await costOf(a));
    costs.b.push(await costOf(b));
  }
  return { a: medianCost(costs.a), b: medianCost(costs.b) };
}

function medianCost(costs: readonly Cost[]): Cost {
  return {
    elapsed: median(costs.map(({ elapsed }) => elapsed)),
    processor: median(costs.map(({ processor }) => processor)),
  };
}

/** Middle value of an odd number of values, the lower middle of an even one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
