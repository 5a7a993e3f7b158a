import { readdirSync, readFileSync } from "node:fs";
import { inState } from "../../paths.ts";
import { processFacts } from "./process-facts.ts";

/** A process of the engine that works on this state folder. */
export interface EngineProcess {
  pid: number;
  name: string;
  /** Its parent is no engine: a plugin that has lost its own. */
  orphaned: boolean;
}

function nameOf(pid: string): string {
  return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
}

function isOrphan(pid: string, name: string): boolean {
  const { parent = 1 } = processFacts(Number(pid));
  return name !== "pulumi" && !nameOf(String(parent)).startsWith("pulumi");
}

/** Reads one process; undefined when it is not the engine's, not of this state, or not this user's. */
function readProcess(pid: string): EngineProcess | undefined {
  try {
    const name = nameOf(pid);
    if (!name.startsWith("pulumi")) return undefined;
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    if (!environment.includes(`TOVPLAY_STATE_DIR=${inState()}`)) return undefined;
    return { pid: Number(pid), name, orphaned: isOrphan(pid, name) };
  } catch {
    return undefined;
  }
}

/** The engine and its plugins at work on this state folder; empty where there is no /proc. */
export function engineProcesses(): EngineProcess[] {
  try {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.flatMap((pid) => readProcess(pid) ?? []);
  } catch {
    return [];
  }
}

/** Ends plugins that a killed engine left behind. */
export function endOrphans(notice: (text: string) => void): void {
  for (const { pid, name } of engineProcesses().filter(({ orphaned }) => orphaned)) {
    try {
      process.kill(pid, "SIGTERM");
      notice(`Ended ${name} (process ${pid}), which a killed Pulumi run left behind.`);
    } catch {
      // It ended by itself meanwhile.
    }
  }
}
