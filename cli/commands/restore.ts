import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import type { Benches } from "../recovery/bench.ts";
import { type Cluster, LIVE } from "../recovery/cluster.ts";
import type { Drop } from "../recovery/find-drop.ts";
import type { Plan } from "../recovery/plan.ts";
import { clusterFolder, type Restoration, stampOf } from "../recovery/private-server.ts";
import { findDrop, lookAround, type Prospect, planRestore } from "../recovery/prospect.ts";
import { comparisonLines, dropLines, keptLine, planLines, restoreDocument } from "../recovery/report.ts";
import { type Restored, restoreBeside, settle, swapIn } from "../recovery/restore.ts";
import { requireFreeName, startBeside } from "../recovery/second-server.ts";
import { alone, clusterOf, type Guard, withBenches } from "../recovery/session.ts";
import { parseWish, type Wish, type WishOptions } from "../recovery/target.ts";
import { Failure } from "../terminal/exit.ts";
import { formatElapsed } from "../terminal/progress/board.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";

interface RestoreOptions extends WishOptions {
  readonly into?: string;
  readonly dryRun?: boolean;
  readonly stack: string;
  readonly cluster: string;
  readonly repository?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** One restore, as it goes on. */
interface Work {
  readonly cluster: Cluster;
  readonly options: RestoreOptions;
  readonly wish: Wish;
  readonly started: Date;
  progress: Progress;
}

/** Lines for people go where they do not disturb a program that reads the result. */
function tell(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
}

function repositoryOf({ repository }: RestoreOptions): number | undefined {
  if (repository === undefined) return undefined;
  if (/^[1-9]$/.test(repository)) return Number(repository);
  throw new Failure("usage", `'${repository}' is no number of a repository; the first one is 1`);
}

/** Looks and plans. */
async function prepareRestore(
  { cluster, options, wish, progress }: Work,
  benches: Benches,
): Promise<{ prospect: Prospect; plan: Plan }> {
  const prospect = await progress.step("Cluster and repositories", () =>
    lookAround(cluster, benches, repositoryOf(options)),
  );
  const drop =
    wish.kind === "before-drop" ? await lookForDrop({ cluster, progress }, benches, prospect) : undefined;
  const plan = await progress.step("Plan", () => planRestore(cluster, benches, prospect, { wish, drop }));
  return { prospect, plan };
}

function lookForDrop(
  { cluster, progress }: Pick<Work, "cluster" | "progress">,
  benches: Benches,
  prospect: Prospect,
): Promise<Drop | undefined> {
  return progress.step("The drop", async (step) => {
    const drop = await findDrop(cluster, benches, prospect);
    step.detail(drop?.time ? `${drop.what}, ${drop.time.toISOString()}` : "none");
    return drop;
  });
}

async function confirmSwap(work: Work, restored: Restored): Promise<void> {
  work.progress.close();
  tell(comparisonLines(restored));
  if (work.options.yes) return;
  tell([
    "The server will be restarted on the restored cluster; what was written to the live one since then is not in it.",
  ]);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (/^\s*yes\s*$/i.test(await lines.question("Type yes to go on: "))) return;
  } finally {
    lines.close();
  }
  throw new Failure("usage", "nothing was changed; the restored cluster is deleted again");
}

/** Restores beside the live cluster and, once that is agreed to, in its place. */
async function carryOut(work: Work, benches: Benches, guard: Guard): Promise<Record<string, unknown>> {
  const { cluster, options, started } = work;
  const { prospect, plan } = await prepareRestore(work, benches);
  tell([...(plan.drop ? dropLines(plan.drop, cluster.databaseName) : []), ...planLines(plan, prospect)]);
  if (options.dryRun) return restoreDocument(plan, prospect, { done: false });
  const stamp = stampOf(started);
  const folder = clusterFolder("restore", stamp);
  const restoration: Restoration = { cluster, benches, plan, sources: prospect.sources, folder };
  const restored = await restoreBeside(work.progress, restoration, prospect);
  const facts = { facts: restored.facts, live: restored.live ?? null, restored: restored.rows };
  if (options.into) {
    const open = await serveBeside(work, restoration, options.into);
    return restoreDocument(plan, prospect, { done: true, ...facts, into: options.into, open });
  }
  await confirmSwap(work, restored);
  work.progress = createProgress({ total: 2 });
  const { kept, notes } = await guard.uninterrupted(async () => {
    const before = clusterFolder("before", stamp);
    const old = await swapIn(work.progress, restoration, restored, before);
    return { kept: old, notes: await settle(work.progress, restoration, { stamp, started, kept: old }) };
  });
  work.progress.close();
  tell([...notes, keptLine(kept, cluster.server)]);
  return restoreDocument(plan, prospect, { done: true, ...facts, kept: kept ?? null, notes });
}

async function serveBeside(work: Work, restoration: Restoration, name: string): Promise<string> {
  const folder = clusterFolder("into", stampOf(work.started));
  await restoration.benches.bench.run(["mv", "-T", restoration.folder, folder]);
  const open = await work.progress.step("Second server", () => startBeside({ ...restoration, folder }, name));
  work.progress.close();
  const end = `docker rm -f ${name}; docker exec ${work.cluster.server} rm -rf ${folder}`;
  tell([
    `The restored cluster runs beside the live one, for reading: ${open}`,
    `When nobody needs it: ${end}`,
  ]);
  return open;
}

async function restore(options: RestoreOptions): Promise<void> {
  const wish = parseWish(options);
  repositoryOf(options);
  const swaps = !options.dryRun && !options.into;
  if (swaps && !options.yes && !(process.stdin.isTTY && process.stderr.isTTY))
    throw new Failure(
      "usage",
      "off a terminal, say with --yes that the restored cluster may take the live one's place",
    );
  const cluster = await clusterOf(options);
  const steps = (wish.kind === "before-drop" ? 3 : 2) + (options.dryRun ? 0 : 3) + (options.into ? 1 : 0);
  const started = new Date();
  const work: Work = { cluster, options, wish, started, progress: createProgress({ total: steps }) };
  try {
    const note = (text: string) => work.progress.note(text);
    const document = await alone(`restore ${options.stack}`, options.stack, note, async () => {
      if (options.into) await requireFreeName(options.into, cluster);
      return withBenches(cluster, work.progress, (benches, guard) => carryOut(work, benches, guard));
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
      "Brings the database back: restores it beside the live cluster, shows the difference, and takes its place once you agree. The old cluster is kept.",
    )
    .usage("(--before-drop | --to TIME | --latest) [OPTIONS]")
    .option("--before-drop", "right before the last DROP DATABASE or DROP TABLE, which is found in the log")
    .option("--to <time>", "to a moment, with its zone: 2026-11-21T09:30:00Z")
    .option("--latest", "to the last thing that was written, also where the server's host is lost")
    .option("--into <name>", "let it run beside the live cluster, as a container of that name, for reading")
    .option("--dry-run", "say what would be done")
    .option("--repository <number>", "use that repository alone (default: the first that has the backup)")
    .option("--stack <name>", "local, or a database host: database, lab-database", "local")
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--yes", "do not ask before the restored cluster takes the live one's place")
    .option("--json", "print the plan and what was done for a program")
    .addHelpText(
      "after",
      `\nExamples:\n  ./tovrun restore --before-drop --dry-run\n  ./tovrun restore --to 2026-11-21T09:30:00Z --into yesterday\n  ./tovrun restore --latest --stack database\n\nInterrupted at any time, the old or the restored cluster runs as ${LIVE}.`,
    )
    .action(restore);
}
