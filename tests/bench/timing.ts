import { performance } from "node:perf_hooks";
import { execa } from "execa";

/** A command to be timed as a whole process. */
export interface Timed {
  file: string;
  args: string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command once and returns its wall-clock seconds. @throws with what it printed when it fails */
async function seconds({ file, args, cwd, env = {} }: Timed): Promise<number> {
  return secondsOf(() => execa(file, args, { cwd, env, stdin: "ignore" }));
}

/** Wall-clock seconds until `work` is done. */
export async function secondsOf(work: () => PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Runs two commands in turn, A B A B …, so that slow moments of the machine affect both, and returns their medians. */
export async function alternating(runs: number, a: Timed, b: Timed): Promise<{ a: number; b: number }> {
  const times = { a: [] as number[], b: [] as number[] };
  for (let run = 0; run < runs; run++) {
    times.a.push(await seconds(a));
    times.b.push(await seconds(b));
  }
  return { a: median(times.a), b: median(times.b) };
}

/** Middle value of an odd number of values, the lower middle of an even one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
