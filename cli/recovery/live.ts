import { Failure } from "../terminal/exit.ts";
import { type Bench, lastLine } from "./bench.ts";
import { DATA, LIVE } from "./cluster.ts";

/** What lies where the server keeps its clusters. */
export interface LiveFacts {
  /** Free bytes beside the live cluster. */
  readonly free: number;
  /** Folders beside it, itself included. */
  readonly folders: readonly string[];
  /** Undefined when the live cluster is gone. */
  readonly systemIdentifier: string | undefined;
  /** PostgreSQL's word for its state: `in production`, `shut down` … */
  readonly state: string | undefined;
}

/** Reads what `live-facts.sh` prints. */
function parseLiveFacts(text: string): LiveFacts {
  const lines = text.split("\n").map((line) => /^([^:]+):\s*(.*)$/.exec(line.trim()));
  const all = (name: string) => lines.filter((line) => line?.[1] === name).map((line) => line?.[2] ?? "");
  return {
    free: Number(all("free bytes")[0] ?? 0),
    folders: all("folder"),
    systemIdentifier: all("Database system identifier")[0],
    state: all("Database cluster state")[0],
  };
}

/** Looks at the live cluster's files; the server need not run. */
export async function liveFacts(bench: Bench): Promise<LiveFacts> {
  return parseLiveFacts(await bench.script("live-facts.sh", LIVE, DATA));
}

/** Deletes what unfinished restores left beside the live cluster. @returns the names of what was deleted */
export async function clearLeftovers(bench: Bench, { folders }: LiveFacts): Promise<string[]> {
  const leftovers = folders.filter((name) => /^restore-\d{8}T\d{6}(\.wal)?$/.test(name));
  if (leftovers.length === 0) return [];
  const { code, stderr } = await bench.run(["rm", "-rf", ...leftovers.map((name) => `${DATA}/${name}`)]);
  if (code === 0) return leftovers;
  throw new Failure("failed", `${leftovers.join(", ")} cannot be deleted: ${lastLine(stderr)}`);
}

/** Whether an earlier restore was cut off after the clusters were exchanged, and before all around them began anew. */
export async function wasCutOff(bench: Bench): Promise<boolean> {
  const { stdout } = await bench.run(["find", LIVE, "-maxdepth", "1", "-name", "restored-restore-*"]);
  return stdout.trim() !== "";
}

/** Takes away what says that a restore is not over yet. */
export async function markAsOver(bench: Bench): Promise<void> {
  await bench.run(["find", LIVE, "-maxdepth", "1", "-name", "restored-restore-*", "-delete"]);
}
