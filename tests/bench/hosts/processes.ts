import { readdirSync, readFileSync } from "node:fs";

/** The descendants of a process, at the moment when they used the most memory in total. */
export interface Peak {
  /** Number of provider processes among them. */
  plugins: number;
  /** Memory of all, and of the providers among them, in MiB; what processes share is divided among them. */
  memory: number;
  pluginMemory: number;
  /** Seconds of processor time that all of them used, as far as they were seen. */
  processor: number;
}

/** Watches the descendants of `pid` until the returned function is called. */
export function watchProcesses(pid: number): () => Peak {
  let peak = { plugins: 0, memory: 0, pluginMemory: 0 };
  const processor = new Map<number, number>();
  const timer = setInterval(() => {
    const own = below(pid);
    for (const each of own) processor.set(each.pid, each.processor);
    const now = look(own);
    if (now.memory > peak.memory) peak = now;
  }, 500);
  return () => {
    clearInterval(timer);
    return { ...peak, processor: [...processor.values()].reduce((total, each) => total + each, 0) };
  };
}

interface Process {
  pid: number;
  parent: number;
  processor: number;
  name: string;
}

function below(root: number): Process[] {
  const all = readdirSync("/proc").flatMap((pid) => (/^\d+$/.test(pid) ? (read(pid) ?? []) : []));
  const pids = new Set([root]);
  for (let size = 0; size < pids.size; ) {
    size = pids.size;
    for (const { pid, parent } of all) if (pids.has(parent)) pids.add(pid);
  }
  return all.filter(({ pid }) => pids.has(pid));
}

function look(own: readonly Process[]): Omit<Peak, "processor"> {
  const plugins = own.filter(({ name }) => /pulumi-resource-/.test(name));
  const each = new Map(own.map(({ pid }) => [pid, proportionalMemory(pid)]));
  const sum = (processes: readonly Process[]) =>
    processes.reduce((total, { pid }) => total + (each.get(pid) ?? 0), 0);
  return { plugins: plugins.length, memory: sum(own), pluginMemory: sum(plugins) };
}

/** Ticks per second in which the kernel reports processor time to programs. */
const ticks = 100;

/** MiB. Twenty processes of one program have its text, most of their resident memory, once. */
function proportionalMemory(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

/** Seconds of processor time that ended children of this process used, with all of theirs. */
export function childrenProcessor(): number {
  const times = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(times[13]) + Number(times[14])) / ticks;
}

function read(pid: string): Process | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const number = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    const name = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "";
    const times = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const processor = (Number(times[11]) + Number(times[12])) / ticks;
    return { pid: Number(pid), parent: number("PPid"), processor, name };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
