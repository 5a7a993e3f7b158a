import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";

/** Ticks of /proc in a second. */
const ticks = 100;

/** A container and the processes that run it. */
interface Watched {
  name: string;
  /** Counter of its control group. */
  usage: () => number;
  /** Folder of the control group, for the processes in it. */
  group: string;
  shim: number;
}

/** Seconds of processor time that a container, its checks and its shim used until now. */
interface Used {
  group: number;
  /** By the processes that are there, and the ones that they have waited for: all but what was started from outside. */
  programs: number;
  /** With the processes that it started: programs of health checks are among them. */
  shim: number;
}

/**
 * Processor time of everything local at rest, as percentages of a core: the programs, what health checks start in their
 * containers, and what the engine spends on it. The engine's own daemons are shared with all containers of the machine.
 */
export async function idle(seconds: number): Promise<string[]> {
  const containers = await Promise.all((await localContainers()).map(watched));
  const daemons = processesNamed(["dockerd", "containerd"]);
  const before = { containers: containers.map(used), daemons: daemons.map(processTime) };
  const start = performance.now();
  await sleep(seconds * 1000);
  const after = { containers: containers.map(used), daemons: daemons.map(processTime) };
  const share = (from = 0, to = 0) => ((to - from) / (performance.now() - start)) * 100_000;
  const rows = containers.map(({ name }, index) => {
    const [from, to] = [before.containers[index], after.containers[index]];
    const programs = share(from?.programs, to?.programs);
    const checks = share(from?.group, to?.group) - programs;
    // The shim has waited for the checks' programs too.
    return { name, programs, checks, shim: share(from?.shim, to?.shim) - checks };
  });
  const engine = daemons.reduce(
    (sum, _, index) => sum + share(before.daemons[index], after.daemons[index]),
    0,
  );
  return table(rows, engine);
}

interface Row {
  name: string;
  programs: number;
  checks: number;
  shim: number;
}

function table(rows: Row[], engine: number): string[] {
  const line = (name: string, ...values: number[]) =>
    `${name.padEnd(20)} ${values.map((value) => value.toFixed(2).padStart(9)).join("")}`;
  const total = ({ programs, checks, shim }: Row) => programs + checks + shim;
  const sum = (of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);
  const sums = [sum((row) => row.programs), sum((row) => row.checks), sum((row) => row.shim)];
  return [
    "% of a core            programs   checks     shim      sum",
    ...rows
      .sort((a, b) => total(b) - total(a))
      .map((row) => line(row.name.replace("tovplay-", ""), row.programs, row.checks, row.shim, total(row))),
    line("engine", 0, 0, engine, engine),
    line("everything", ...sums, sum(total) + engine),
  ];
}

async function localContainers(): Promise<{ name: string; pid: number }[]> {
  const { stdout: ids } = await execa("docker", [
    "ps",
    "--quiet",
    "--filter",
    "label=org.tovplay.stack=local",
  ]);
  const { stdout } = await execa("docker", [
    "inspect",
    "--format",
    "{{.Name}} {{.State.Pid}}",
    ...ids.split("\n"),
  ]);
  return stdout.split("\n").map((line) => {
    const [name = "", pid] = line.slice(1).split(" ");
    return { name, pid: Number(pid) };
  });
}

async function watched({ name, pid }: { name: string; pid: number }): Promise<Watched> {
  const { group, usage } = controlGroup(pid);
  return { name, group, usage, shim: parentOf(pid) };
}

/** Where the kernel counts a process's processor time: control groups of the second version, or the first one's `cpuacct`. */
function controlGroup(pid: number): { group: string; usage: () => number } {
  const lines = readFileSync(`/proc/${pid}/cgroup`, "utf8").trim().split("\n");
  const first = lines
    .map((line) => line.split(":"))
    .find(([, kinds = ""]) => kinds.split(",").includes("cpuacct"));
  if (first) {
    const group = `/sys/fs/cgroup/cpuacct${first[2]}`;
    return { group, usage: () => Number(readFileSync(`${group}/cpuacct.usage`, "utf8")) / 1e9 };
  }
  const group = `/sys/fs/cgroup${lines[0]?.split("::")[1]}`;
  const counted = () => /^usage_usec (\d+)$/m.exec(readFileSync(`${group}/cpu.stat`, "utf8"))?.[1];
  return { group, usage: () => Number(counted()) / 1e6 };
}

function used({ usage, group, shim }: Watched): Used {
  const inside = readFileSync(`${group}/cgroup.procs`, "utf8").trim().split("\n").map(Number);
  return {
    group: usage(),
    programs: inside.reduce((sum, pid) => sum + processTime(pid), 0),
    shim: processTime(shim),
  };
}

/** Seconds of a process and of the children that it has waited for; none of one that has ended. */
function processTime(pid: number): number {
  const fields = statusOf(pid);
  return fields ? fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0) / ticks : 0;
}

function parentOf(pid: number): number {
  return Number(statusOf(pid)?.[1]);
}

/** Fields of /proc/PID/stat from the third on: the second may hold blanks. */
function statusOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return undefined;
  }
}

function processesNamed(names: string[]): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => names.includes(nameOf(pid)));
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}
