import { Failure } from "../terminal/exit.ts";
import { data, liveFolder } from "./cluster.ts";
import { lastLine, type RestoreContainer } from "./restore-container.ts";

/** The live cluster and its surroundings. */
export interface LiveFacts {
  /** Free bytes on its volume. */
  free: number;
  /** Names of all cluster folders, its own included. */
  folders: readonly string[];
  /** Undefined when there is no live cluster. */
  systemIdentifier: string | undefined;
  /** State in pg_controldata: `in production`, `shut down` … */
  state: string | undefined;
}

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

/** Reads the live cluster's files; the server need not run. */
export async function liveFacts(container: RestoreContainer): Promise<LiveFacts> {
  return parseLiveFacts(await container.script("live-facts.sh", liveFolder, data));
}

/** Deletes the folders of unfinished restores. @returns their names */
export async function deleteLeftovers(
  container: RestoreContainer,
  { folders }: LiveFacts,
): Promise<string[]> {
  const leftovers = folders.filter((name) => /^restore-\d{8}T\d{6}(\.wal)?$/.test(name));
  if (leftovers.length === 0) return [];
  const { code, stderr } = await container.run(["rm", "-rf", ...leftovers.map((name) => `${data}/${name}`)]);
  if (code === 0) return leftovers;
  throw new Failure("failed", `${leftovers.join(", ")} could not be deleted: ${lastLine(stderr)}`);
}

/** Whether an earlier restore stopped between the swap and its follow-up. */
export async function hasPendingFollowUp(container: RestoreContainer): Promise<boolean> {
  const { stdout } = await container.run([
    "find",
    liveFolder,
    "-maxdepth",
    "1",
    "-name",
    "restored-restore-*",
  ]);
  return stdout.trim() !== "";
}

/** Removes the marker of a restore whose follow-up is pending. */
export async function clearPendingFollowUp(container: RestoreContainer): Promise<void> {
  await container.run(["find", liveFolder, "-maxdepth", "1", "-name", "restored-restore-*", "-delete"]);
}
