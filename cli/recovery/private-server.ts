import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { type Bench, type Benches, lastLine, scriptText } from "./bench.ts";
import { type Cluster, DATA, LIVE, RECEIVED } from "./cluster.ts";
import { pipeDocker } from "./machine.ts";
import type { Plan } from "./plan.ts";
import { asArguments, privateSettings, recoverySettings } from "./private-settings.ts";
import { askJson, type SocketServer } from "./sql.ts";
import type { Target } from "./target.ts";
import type { WalSource } from "./wal-sources.ts";

/** A cluster that is restored beside the live one. */
export interface Restoration {
  readonly cluster: Cluster;
  readonly benches: Benches;
  readonly plan: Plan;
  readonly sources: readonly WalSource[];
  /** Folder of the restored cluster. */
  readonly folder: string;
}

/** Lays the base backup down beside the live cluster. @throws {Failure} with pgBackRest's words */
export async function layBaseBackup({ cluster, benches, plan, folder }: Restoration): Promise<void> {
  const { bench } = benches;
  const { backup } = plan;
  await expectOk(bench, ["mkdir", "-m", "0700", folder]);
  await expectOk(bench, [
    ...["pgbackrest", `--stanza=${cluster.stanza}`, `--pg1-path=${folder}`, `--set=${backup.label}`],
    // Recovery is told on the command line of the private server: nothing of it stays in the cluster.
    ...[`--repo=${backup.repository}`, "--type=none", "--process-max=2"],
    ...["--log-level-console=off", "--log-level-file=off", "--log-level-stderr=error", "restore"],
  ]);
}

async function expectOk(bench: Bench, command: readonly string[]): Promise<void> {
  const { code, stderr } = await bench.run(command);
  if (code === 0) return;
  throw new Failure("failed", `${command[0]} failed: ${lastLine(stderr)}`, {
    detail: stderr.trim().split("\n").slice(-8, -1),
  });
}

/** Where recovery looks for segments; those of a receiver on another host are copied here first. */
async function walFolders({ benches, sources, folder, plan }: Restoration): Promise<string[]> {
  const folders: string[] = [];
  for (const source of sources) {
    if (source.kind === "live") folders.push(`${LIVE}/pg_wal`);
    else if (source.bench === benches.bench) folders.push(source.readable);
    else {
      await copyReceived(benches.bench, source, plan.wal.first.slice(8), `${folder}.wal`);
      folders.push("/tmp/received");
    }
  }
  return folders;
}

async function copyReceived(bench: Bench, source: WalSource, from: string, to: string): Promise<void> {
  const names = source.segments
    .filter(({ name }) => name.slice(8) >= from)
    .map(({ name, partial }) => (partial ? `${name}.partial` : name));
  const histories = source.histories.map(
    (timeline) => `${timeline.toString(16).toUpperCase().padStart(8, "0")}.history`,
  );
  await expectOk(bench, ["mkdir", "-m", "0700", to]);
  const tar = [
    "exec",
    source.bench.name,
    "tar",
    "--create",
    `--directory=${RECEIVED}`,
    ...names,
    ...histories,
  ];
  const untar = ["exec", "--interactive", bench.name, "tar", "--extract", `--directory=${to}`];
  const done = await pipeDocker(
    { machine: source.bench.machine, args: tar },
    { machine: bench.machine, args: untar },
  );
  if (!done) throw new Failure("failed", "the receiver's segments cannot be copied; is its host reachable?");
  await bench.script("link-received.sh", to, "/tmp/received");
}

/** Where the private server answers. */
export function privateSocket({ machine, name }: Bench): SocketServer {
  return { machine, container: name, socket: "/tmp" };
}

/** Starts the recovery and waits until the restored cluster can be written to. @throws {Failure} when it ends before its target */
export async function recover(restoration: Restoration, step: StepHandle): Promise<void> {
  const { cluster, benches, plan, folder } = restoration;
  const { bench, server } = benches;
  const folders = await walFolders(restoration);
  await expectOkInput(bench, ["sh", "-c", "cat > /tmp/fetch-wal.sh"], scriptText("fetch-wal.sh"));
  const fetch = `FOLDERS='${folders.join(" ")}' STANZA=${cluster.stanza} CLUSTER=${folder} sh /tmp/fetch-wal.sh %f %p`;
  const settings = { ...privateSettings(folder), restore_command: fetch, ...recoverySettings(plan.target) };
  await bench.script("private-start.sh", folder, ...server.command, ...asArguments(settings));
  for (;;) {
    const state = (await bench.script("private-state.sh", "2", folder)).trim();
    if (state === "ready") return;
    if (state === "ended") throw await recoveryFailure(bench, plan.target);
    step.detail(state);
  }
}

async function expectOkInput(bench: Bench, command: readonly string[], input: string): Promise<void> {
  const { code, stderr } = await bench.run(command, input);
  if (code !== 0) throw new Failure("failed", `${command[0]} failed: ${lastLine(stderr)}`);
}

async function recoveryFailure(bench: Bench, target: Target): Promise<Failure> {
  const log = (await bench.run(["tail", "-n", "20", "/tmp/server.log"])).stdout.trim().split("\n");
  const fatal = log.findLast((line) => /FATAL|PANIC/.test(line))?.replace(/^.*?(?:FATAL|PANIC):\s*/, "");
  const short = fatal?.includes("before configured recovery target");
  const sentence =
    short && target.kind === "time"
      ? `nothing was committed after ${target.time.toISOString()} in the log at hand; --latest goes to its end`
      : `the restored cluster does not start: ${fatal ?? "its server ended"}`;
  return new Failure("failed", sentence, { detail: log.slice(-8) });
}

const restoredFacts = z.object({
  systemIdentifier: z.string(),
  timeline: z.number(),
  /** Position up to which the log was replayed. */
  replayed: z.string(),
  /** When the newest transaction was committed that is in there. */
  newest: z.string().nullable(),
  databaseOid: z.number().nullable(),
});
export type RestoredFacts = z.infer<typeof restoredFacts>;

const FACTS = `SELECT json_build_object(
  'systemIdentifier', (SELECT system_identifier::text FROM pg_control_system()),
  'timeline', ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int,
  'replayed', coalesce(pg_last_wal_replay_lsn(), pg_current_wal_lsn()),
  'newest', to_char(pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'databaseOid', (SELECT oid::bigint FROM pg_database WHERE datname = :'name' AND datconnlimit <> -2))`;

/** What a server that takes writes says about its cluster. */
export function clusterFacts(server: SocketServer, databaseName: string): Promise<RestoredFacts> {
  return askJson(server, {
    database: "postgres",
    sql: FACTS,
    schema: restoredFacts,
    values: { name: databaseName },
  });
}

/** Ends the private server in good order, and deletes the segments that were copied here for it. */
export async function stopPrivate({ benches, folder }: Restoration): Promise<void> {
  const stop = ["pg_ctl", "stop", `--pgdata=${folder}`, "--mode=fast", "--wait", "--timeout=600"];
  await expectOk(benches.bench, stop);
  await expectOk(benches.bench, ["rm", "-rf", `${folder}.wal`]);
}

/** A name for what belongs to a restore that begins now: `20260102T030405`. */
export function stampOf(now: Date): string {
  return now.toISOString().replaceAll(/[-:]/g, "").slice(0, 15);
}

/** Folder of a cluster of the restore `stamp`: not finished, kept after a swap, or for a second server. */
export function clusterFolder(kind: "restore" | "before" | "into", stamp: string): string {
  return `${DATA}/${kind}-${stamp}`;
}
