import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { localStack } from "../engine/pulumi.ts";
import { type Cluster, chosenCluster, liveFolder } from "../recovery/cluster.ts";
import { type Drop, findDrop } from "../recovery/find-drop.ts";
import { type Inspection, inspectCluster } from "../recovery/inspection.ts";
import { type Plan, planRestore } from "../recovery/plan.ts";
import { clusterFolder, type Restoration, stampOf } from "../recovery/private-server.ts";
import { comparisonLines, dropLines, keptLine, planLines, restoreDocument } from "../recovery/report.ts";
import { followUp, type Restored, restoreBeside, swapIn } from "../recovery/restore.ts";
import type { RestoreContainers } from "../recovery/restore-container.ts";
import { requireFreeName, startBeside } from "../recovery/second-server.ts";
import { type Guard, withRestoreContainers, withStackLock } from "../recovery/session.ts";
import { parseTarget, type RequestedTarget, type TargetOptions } from "../recovery/target.ts";
import { Failure } from "../terminal/exit.ts";
import { formatElapsed } from "../terminal/progress/board.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";

interface RestoreOptions extends TargetOptions {
  into?: string;
  dryRun?: boolean;
  stack: string;
  cluster: string;
  repository?: string;
  yes?: boolean;
  json?: boolean;
}

/** State of a running restore. */
interface Work {
  cluster: Cluster;
  options: RestoreOptions;
  requested: RequestedTarget;
  started: Date;
  progress: Progress;
}

/** Prints lines for people to standard error, away from the JSON. */
function tell(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
}

function repositoryOf({ repository }: RestoreOptions): number | undefined {
  if (repository === undefined) return undefined;
  if (/^[1-9]$/.test(repository)) return Number(repository);
  throw new Failure("usage", `'${repository}' is not a repository number; use 1 to 9`);
}

async function prepareRestore(
  { cluster, options, requested, progress }: Work,
  containers: RestoreContainers,
): Promise<{ inspection: Inspection; plan: Plan }> {
  const inspection = await progress.step("Cluster and repositories", () =>
    inspectCluster(cluster, containers, repositoryOf(options)),
  );
  const drop =
    requested.kind === "before-drop"
      ? await findLastDrop({ cluster, progress }, containers, inspection)
      : undefined;
  const plan = await progress.step("Plan", () =>
    planRestore(cluster, containers, inspection, { requested, drop }),
  );
  return { inspection, plan };
}

function findLastDrop(
  { cluster, progress }: Pick<Work, "cluster" | "progress">,
  containers: RestoreContainers,
  inspection: Inspection,
): Promise<Drop | undefined> {
  return progress.step("Search for the drop", async (step) => {
    const drop = await findDrop(cluster, containers, inspection);
    step.detail(drop?.time ? `${drop.what}, ${drop.time.toISOString()}` : "none");
    return drop;
  });
}

async function confirmSwap(work: Work, restored: Restored): Promise<void> {
  work.progress.close();
  tell(comparisonLines(restored));
  if (work.options.yes) return;
  tell([
    "The server will restart on the restored cluster, without anything that was written after the target.",
  ]);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (/^\s*yes\s*$/i.test(await lines.question("Type yes to continue: "))) return;
  } finally {
    lines.close();
  }
  throw new Failure("usage", "not confirmed, so nothing was changed; the restored cluster will be deleted");
}

/** Restores beside the live cluster, then replaces it after confirmation. */
async function carryOut(
  work: Work,
  containers: RestoreContainers,
  guard: Guard,
): Promise<Record<string, unknown>> {
  const { cluster, options, started } = work;
  const { inspection, plan } = await prepareRestore(work, containers);
  tell([...(plan.drop ? dropLines(plan.drop, cluster.databaseName) : []), ...planLines(plan, inspection)]);
  if (options.dryRun) return restoreDocument(plan, inspection, { done: false });
  const stamp = stampOf(started);
  const folder = clusterFolder("restore", stamp);
  const restoration: Restoration = { cluster, containers, plan, sources: inspection.sources, folder };
  const restored = await restoreBeside(work.progress, restoration, inspection);
  const facts = { facts: restored.facts, live: restored.live ?? null, restored: restored.rows };
  if (options.into) {
    const open = await serveBeside(work, restoration, options.into);
    return restoreDocument(plan, inspection, { done: true, ...facts, into: options.into, open });
  }
  await confirmSwap(work, restored);
  work.progress = createProgress({ total: 2 });
  const { kept, notes } = await guard.uninterrupted(async () => {
    const before = clusterFolder("before", stamp);
    const old = await swapIn(work.progress, restoration, restored, before);
    return { kept: old, notes: await followUp(work.progress, restoration, { stamp, started, kept: old }) };
  });
  work.progress.close();
  tell([...notes, keptLine(kept, cluster.server)]);
  return restoreDocument(plan, inspection, { done: true, ...facts, kept: kept ?? null, notes });
}

async function serveBeside(work: Work, restoration: Restoration, name: string): Promise<string> {
  const folder = clusterFolder("into", stampOf(work.started));
  await restoration.containers.main.run(["mv", "-T", restoration.folder, folder]);
  const open = await work.progress.step("Second server", () => startBeside({ ...restoration, folder }, name));
  work.progress.close();
  const end = `docker rm -f ${name}; docker exec ${work.cluster.server} rm -rf ${folder}`;
  tell([`The restored cluster runs beside the live one, read-only: ${open}`, `Remove it with: ${end}`]);
  return open;
}

async function restore(options: RestoreOptions): Promise<void> {
  const requested = parseTarget(options);
  repositoryOf(options);
  const swaps = !options.dryRun && !options.into;
  if (swaps && !options.yes && !(process.stdin.isTTY && process.stderr.isTTY))
    throw new Failure(
      "usage",
      "without a terminal, confirm with --yes that the restored cluster may replace the live one",
    );
  const cluster = await chosenCluster(options);
  const steps =
    (requested.kind === "before-drop" ? 3 : 2) + (options.dryRun ? 0 : 3) + (options.into ? 1 : 0);
  const started = new Date();
  const work: Work = { cluster, options, requested, started, progress: createProgress({ total: steps }) };
  try {
    const note = (text: string) => work.progress.note(text);
    const document = await withStackLock(`restore ${options.stack}`, options.stack, note, async () => {
      if (options.into) await requireFreeName(options.into, cluster);
      return withRestoreContainers(cluster, work.progress, (containers, guard) =>
        carryOut(work, containers, guard),
      );
    });
    work.progress.close();
    if (options.json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    else if (swaps) tell([`Restored in ${formatElapsed(Date.now() - started.getTime())}.`]);
  } finally {
    work.progress.close();
  }
}

export function configure(command: Command): void {
  command
    .description(
      "Restores the database beside the live cluster, shows the differences, and replaces the live cluster after confirmation. The old cluster is kept.",
    )
    .usage("(--before-drop | --to TIME | --latest) [OPTIONS]")
    .option("--before-drop", "to right before the last DROP DATABASE or DROP TABLE in the log")
    .option("--to <time>", "to a time, with its zone: 2026-11-21T09:30:00Z")
    .option("--latest", "to the end of the log, even after the loss of the server's host")
    .option("--into <name>", "only run it beside the live cluster, read-only, as a container of that name")
    .option("--dry-run", "only show the plan")
    .option("--repository <number>", "use only that repository (default: the first one with the backup)")
    .option("--stack <name>", "local, or a database host: database, lab-database", localStack)
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--yes", "replace the live cluster without asking")
    .option("--json", "print the plan and the result as JSON")
    .addHelpText(
      "after",
      `\nExamples:\n  ./tovrun restore --before-drop --dry-run\n  ./tovrun restore --to 2026-11-21T09:30:00Z --into yesterday\n  ./tovrun restore --latest --stack database\n\nAfter an interruption the old or the restored cluster runs as ${liveFolder}.`,
    )
    .action(restore);
}
