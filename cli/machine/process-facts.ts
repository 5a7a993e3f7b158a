import { readFileSync } from "node:fs";

/** What /proc tells of a process; all undefined where there is no /proc, or no such process. */
export interface ProcessFacts {
  /** One letter: `Z` has ended, and nobody has waited for it yet. */
  state: string | undefined;
  parent: number | undefined;
  /** Start in clock ticks since boot: it tells a process from a later one of the same number. */
  start: string | undefined;
}

/** Reads what /proc tells of a process. */
export function processFacts(pid: number): ProcessFacts {
  // Behind the name, which may hold anything: state first, parent second, start as the twentieth.
  const fields = statOf(pid).split(" ");
  const [state, parent] = fields;
  return {
    state: state || undefined,
    parent: parent === undefined ? undefined : Number(parent),
    start: fields[19],
  };
}

function statOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2);
  } catch {
    return "";
  }
}

/** True while a process of that number runs on this host: one that has ended, and that nobody has waited for yet, does not. */
export function isAlive(pid: number): boolean {
  if (processFacts(pid).state === "Z") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
