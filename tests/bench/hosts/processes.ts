import { readdirSync, readFileSync } from "node:fs";

/** Processes below one, at the moment when they had most memory together. */
export interface Peak {
  /** Providers' processes among them. */
  plugins: number;
  /** Memory of all, and of the providers among them, in MiB; shared pages count for each. */
  memory: number;
  pluginMemory: number;
}

/** Watches the processes below `pid` until the returned function is called. */
export function watchProcesses(pid: number): () => Peak {
  let peak: Peak = { plugins: 0, memory: 0, pluginMemory: 0 };
  const timer = setInterval(() => {
    const now = look(pid);
    if (now.memory > peak.memory) peak = now;
  }, 500);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

interface Process {
  pid: number;
  parent: number;
  memory: number;
  name: string;
}

function look(root: number): Peak {
  const all = readdirSync("/proc").flatMap((pid) => (/^\d+$/.test(pid) ? (read(pid) ?? []) : []));
  const below = new Set([root]);
  for (let size = 0; size < below.size; ) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  const own = all.filter(({ pid }) => below.has(pid));
  const plugins = own.filter(({ name }) => /pulumi-resource-/.test(name));
  const sum = (processes: Process[]) => processes.reduce((total, { memory }) => total + memory, 0);
  return { plugins: plugins.length, memory: sum(own), pluginMemory: sum(plugins) };
}

function read(pid: string): Process | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const number = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    const name = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "";
    return { pid: Number(pid), parent: number("PPid"), memory: number("VmRSS") / 1024, name };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
