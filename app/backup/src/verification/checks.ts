import { execFile } from "node:child_process";
import type { Client } from "pg";
import { compare } from "./compare.ts";
import { contradictions, measure } from "./measures.ts";
import type { Moment } from "./moment.ts";
import type { ThrowawayServer } from "./throwaway-server.ts";

/** Findings about a restored copy. */
export interface CopyFindings {
  restoredLsn: string;
  equalTables: number;
  movedTables: number;
  /** What is wrong with the copy, one sentence each. Empty when it is fine. */
  problems: string[];
  /** What could not be decided, one sentence each. */
  undecided: string[];
}

/** What to check. The live database is read for contradictions that it already has. */
export interface Checked {
  database: string;
  moment: Moment;
  liveContradictions: () => Promise<ReadonlyMap<string, number>>;
  signal: AbortSignal;
}

/** Checks a running copy: how far it was restored, its rows, its indexes and its integrity. */
export async function checkCopy(server: ThrowawayServer, checked: Checked): Promise<CopyFindings> {
  const client = await server.connect(checked.database);
  try {
    const { lsn, reached } = await restoredUpTo(client, checked.moment.lsn);
    const { equal, between, problems, undecided } = compare(checked.moment, await measure(client));
    const late = reached ? [] : [`the copy ends at ${lsn}, before the acknowledged ${checked.moment.lsn}`];
    const more = [...(await newContradictions(client, checked)), ...(await checkIndexes(server, checked))];
    return {
      restoredLsn: lsn,
      equalTables: equal.length,
      movedTables: between.length,
      problems: [...late, ...problems, ...more],
      undecided,
    };
  } finally {
    await client.end();
  }
}

async function restoredUpTo(
  client: Client,
  acknowledged: string,
): Promise<{ lsn: string; reached: boolean }> {
  const { rows } = await client.query<{ lsn: string | null; reached: boolean | null }>(
    "select lsn::text, lsn >= $1::pg_lsn as reached from pg_last_wal_replay_lsn() as lsn",
    [acknowledged],
  );
  return { lsn: rows[0]?.lsn ?? "nowhere", reached: rows[0]?.reached ?? false };
}

/** Contradictions that the live database does not have: the backup is not to blame for the others. */
async function newContradictions(client: Client, { liveContradictions }: Checked): Promise<string[]> {
  const found = await contradictions(client);
  if (found.size === 0) return [];
  const live = await liveContradictions();
  return [...found]
    .filter(([name, count]) => count > (live.get(name) ?? 0))
    .map(([name, count]) => `${name}: ${count} rows, ${live.get(name) ?? 0} in the live database`);
}

/** A positional argument is the exact database name; the option would be a pattern folded to lowercase. */
async function checkIndexes(server: ThrowawayServer, { database, signal }: Checked): Promise<string[]> {
  const thorough = ["--heapallindexed", "--parent-check", "--checkunique"];
  const login = [`--host=${server.socket}`, "--username=postgres"];
  return judged("pg_amcheck", [...login, "--install-missing", ...thorough, database], signal);
}

/** Checks that every page of a stopped copy has the right checksum. */
export async function checkPages(data: string, signal: AbortSignal): Promise<string[]> {
  return judged("pg_checksums", ["--check", `--pgdata=${data}`], signal);
}

/** Runs a check; returns its first lines of output as one sentence when it fails. */
function judged(program: string, options: string[], signal: AbortSignal): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(program, options, { signal, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return resolve([]);
      const said = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim());
      resolve([`${program}: ${said.filter(Boolean).slice(0, 3).join(" ").slice(0, 500) || error.message}`]);
    });
  });
}
