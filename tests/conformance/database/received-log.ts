import { execa } from "execa";
import { gapsOf } from "../../../app/backup/src/repository/archive.ts";
import { receivedFolder } from "../../../cli/recovery/cluster.ts";
import type { ScratchCluster } from "../../../cli/recovery/drill/scratch-cluster.ts";
import { until } from "../testing/until.ts";

/** Runs SQL as the superuser in the application's database; returns its output. Commits do not wait for the receiver. */
export async function sqlOf({ cluster }: ScratchCluster, statements: string): Promise<string> {
  const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"];
  const run = ["exec", "--interactive", "--env", "PGOPTIONS=-c synchronous_commit=local", cluster.server];
  const input = statements;
  return (await execa("docker", [...run, ...psql, `--dbname=${cluster.databaseName}`], { input })).stdout;
}

/** Waits until the receiver has flushed, and the repository has archived, everything written so far. */
export async function waitForLog(set: ScratchCluster, seconds: number): Promise<void> {
  const [point = "", segment = ""] = (
    await sqlOf(set, "SELECT lsn || ' ' || pg_walfile_name(lsn) FROM pg_switch_wal() AS lsn")
  ).split(" ");
  const flushed = `SELECT flush_lsn >= '${point}' FROM pg_stat_replication WHERE state = 'streaming'`;
  const holds = async (what: string, sql: string) => {
    const answer = await sqlOf(set, sql);
    if (answer !== "t") throw new Error(`${what}: ${answer || "nobody"}`);
  };
  await until("the receiver has all of it", () => holds("flushed", flushed), seconds);
  const archived = `SELECT last_archived_wal >= '${segment}' FROM pg_stat_archiver`;
  await until("all of it is archived", () => holds("archived", archived), seconds);
}

/** Ranges of segments missing at the receiver, between its first and its last. */
export async function gapsReceived({ cluster }: ScratchCluster) {
  const { stdout } = await execa("docker", ["exec", cluster.receiver, "ls", receivedFolder]);
  return gaps(stdout, /^[0-9A-F]{24}/);
}

/** The same for the repository. */
export async function gapsArchived({ cluster }: ScratchCluster) {
  const list = ["repo-ls", "--recurse", "--filter=-[0-9a-f]{40}", "archive/tovplay"];
  const run = ["exec", cluster.server, "pgbackrest", "--stanza=tovplay", ...list];
  return gaps((await execa("docker", run)).stdout, /(?<=\/)[0-9A-F]{24}(?=-)/);
}

function gaps(listing: string, name: RegExp) {
  const segments = listing.split("\n").flatMap((line) => name.exec(line)?.[0] ?? []);
  const [first] = segments.sort();
  if (first === undefined) throw new Error("there is no segment at all");
  return gapsOf([...new Set(segments)], first);
}
