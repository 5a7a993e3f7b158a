import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { type Cluster, data, liveFolder, receivedFolder } from "./cluster.ts";
import { pipeDocker } from "./machine.ts";
import type { Plan } from "./plan.ts";
import { asArguments, privateSettings, recoverySettings } from "./private-settings.ts";
import { lastLine, type RestoreContainer, type RestoreContainers, scriptText } from "./restore-container.ts";
import { askJson, type SocketServer } from "./sql.ts";
import type { Target } from "./target.ts";
import type { WalSource } from "./wal-sources.ts";

/** A restore beside the live cluster. */
export interface Restoration {
  cluster: Cluster;
  containers: RestoreContainers;
  plan: Plan;
  sources: readonly WalSource[];
  /** Folder of the restored cluster. */
  folder: string;
}

/** Restores the base backup beside the live cluster. @throws {Failure} with pgBackRest's message */
export async function restoreBaseBackup({ cluster, containers, plan, folder }: Restoration): Promise<void> {
  const { main } = containers;
  const { backup } = plan;
  await expectOk(main, ["mkdir", "-m", "0700", folder]);
  await expectOk(main, [
    ...["pgbackrest", `--stanza=${cluster.stanza}`, `--pg1-path=${folder}`, `--set=${backup.label}`],
    // The private server gets its recovery settings on the command line, so that none remain in the cluster.
    ...[`--repo=${backup.repository}`, "--type=none", "--process-max=2"],
    ...["--log-level-console=off", "--log-level-file=off", "--log-level-stderr=error", "restore"],
  ]);
}

async function expectOk(container: RestoreContainer, command: readonly string[]): Promise<void> {
  const { code, stderr } = await container.run(command);
  if (code === 0) return;
  throw new Failure("failed", `${command[0]} failed: ${lastLine(stderr)}`, {
    detail: stderr.trim().split("\n").slice(-8, -1),
  });
}

/** Folders in which recovery looks for segments; copies those of a receiver on another host first. */
async function walFolders({ containers, sources, folder, plan }: Restoration): Promise<string[]> {
  const folders: string[] = [];
  for (const source of sources) {
    if (source.kind === "live") folders.push(`${liveFolder}/pg_wal`);
    else if (source.container === containers.main) folders.push(source.readable);
    else {
      await copyReceived(containers.main, source, plan.wal.first.slice(8), `${folder}.wal`);
      folders.push("/tmp/received");
    }
  }
  return folders;
}

async function copyReceived(
  container: RestoreContainer,
  source: WalSource,
  from: string,
  to: string,
): Promise<void> {
  const names = source.segments
    .filter(({ name }) => name.slice(8) >= from)
    .map(({ name, partial }) => (partial ? `${name}.partial` : name));
  const histories = source.histories.map(
    (timeline) => `${timeline.toString(16).toUpperCase().padStart(8, "0")}.history`,
  );
  await expectOk(container, ["mkdir", "-m", "0700", to]);
  const tar = [
    "exec",
    source.container.name,
    "tar",
    "--create",
    `--directory=${receivedFolder}`,
    ...names,
    ...histories,
  ];
  const untar = ["exec", "--interactive", container.name, "tar", "--extract", `--directory=${to}`];
  const done = await pipeDocker(
    { machine: source.container.machine, args: tar },
    { machine: container.machine, args: untar },
  );
  if (!done)
    throw new Failure(
      "failed",
      "the receiver's segments could not be copied; check that its host is reachable",
    );
  await container.script("link-received.sh", to, "/tmp/received");
}

/** Socket of the private server. */
export function privateSocket({ machine, name }: RestoreContainer): SocketServer {
  return { machine, container: name, socket: "/tmp" };
}

/** Starts recovery and waits until it is promoted. @throws {Failure} when it stops before its target */
export async function recover(restoration: Restoration, step: StepHandle): Promise<void> {
  const { cluster, containers, plan, folder } = restoration;
  const { main, server } = containers;
  const folders = await walFolders(restoration);
  await expectOkInput(main, ["sh", "-c", "cat > /tmp/fetch-wal.sh"], scriptText("fetch-wal.sh"));
  const fetch = `FOLDERS='${folders.join(" ")}' STANZA=${cluster.stanza} CLUSTER=${folder} sh /tmp/fetch-wal.sh %f %p`;
  const settings = { ...privateSettings(folder), restore_command: fetch, ...recoverySettings(plan.target) };
  await main.script("private-start.sh", folder, ...server.command, ...asArguments(settings));
  for (;;) {
    const state = (await main.script("private-state.sh", "2", folder)).trim();
    if (state === "ready") return;
    if (state === "ended") throw await recoveryFailure(main, plan.target);
    step.detail(state);
  }
}

async function expectOkInput(
  container: RestoreContainer,
  command: readonly string[],
  input: string,
): Promise<void> {
  const { code, stderr } = await container.run(command, input);
  if (code !== 0) throw new Failure("failed", `${command[0]} failed: ${lastLine(stderr)}`);
}

async function recoveryFailure(container: RestoreContainer, target: Target): Promise<Failure> {
  const log = (await container.run(["tail", "-n", "20", "/tmp/server.log"])).stdout.trim().split("\n");
  const fatal = log.findLast((line) => /FATAL|PANIC/.test(line))?.replace(/^.*?(?:FATAL|PANIC):\s*/, "");
  const short = fatal?.includes("before configured recovery target");
  const sentence =
    short && target.kind === "time"
      ? `the log has no commit after ${target.time.toISOString()}; restore to its end with --latest`
      : `the restored cluster does not start: ${fatal ?? "its server exited"}`;
  return new Failure("failed", sentence, { detail: log.slice(-8) });
}

const restoredFacts = z.object({
  systemIdentifier: z.string(),
  timeline: z.number(),
  /** End of the replayed log. */
  replayed: z.string(),
  /** Time of the newest replayed commit. */
  newest: z.string().nullable(),
  databaseOid: z.number().nullable(),
});
export type RestoredFacts = z.infer<typeof restoredFacts>;

const facts = `SELECT json_build_object(
  'systemIdentifier', (SELECT system_identifier::text FROM pg_control_system()),
  'timeline', ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int,
  'replayed', coalesce(pg_last_wal_replay_lsn(), pg_current_wal_lsn()),
  'newest', to_char(pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'databaseOid', (SELECT oid::bigint FROM pg_database WHERE datname = :'name' AND datconnlimit <> -2))`;

/** Facts about the cluster of a server that accepts writes. */
export function clusterFacts(server: SocketServer, databaseName: string): Promise<RestoredFacts> {
  return askJson(server, {
    database: "postgres",
    sql: facts,
    schema: restoredFacts,
    values: { name: databaseName },
  });
}

/** Stops the private server, and deletes the segments copied for it. */
export async function stopPrivate({ containers, folder }: Restoration): Promise<void> {
  const stop = ["pg_ctl", "stop", `--pgdata=${folder}`, "--mode=fast", "--wait", "--timeout=600"];
  await expectOk(containers.main, stop);
  await expectOk(containers.main, ["rm", "-rf", `${folder}.wal`]);
}

/** Name of a restore by its start: `20260102T030405`. */
export function stampOf(now: Date): string {
  return now.toISOString().replaceAll(/[-:]/g, "").slice(0, 15);
}

/** Folder of a cluster of the restore `stamp`: unfinished, kept after a swap, or of a second server. */
export function clusterFolder(kind: "restore" | "before" | "into", stamp: string): string {
  return `${data}/${kind}-${stamp}`;
}
