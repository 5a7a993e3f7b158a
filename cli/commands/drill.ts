import type { Command } from "commander";
import { requireDocker } from "../machine/docker.ts";
import { drillRows } from "../recovery/drill/drill-table.ts";
import { makeScratchCluster } from "../recovery/drill/scratch-cluster.ts";
import { type Fault, runTrial, type Trial } from "../recovery/drill/trial.ts";
import { rate } from "../recovery/drill/writer.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";
import { onInterrupt } from "../terminal/interrupt.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";
import { formatTable } from "../terminal/table.ts";

interface DrillOptions {
  times: string;
  hostLost?: boolean;
  synchronous?: boolean;
  json?: boolean;
}

/** Row ids reserved for each trial. */
const idsPerTrial = 1_000_000;

function timesOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Failure("usage", `--times takes a number from 1 to 9999, not '${text}'`);
}

async function runTrials(
  { times, fault, synchronous }: { times: number; fault: Fault; synchronous: boolean },
  progress: Progress,
): Promise<Trial[]> {
  const set = await progress.step("Disposable cluster with repository and receiver", () =>
    makeScratchCluster("tovplay-drill", synchronous),
  );
  const release = onInterrupt(() => {
    void set.remove().then(() => process.exit(exitCodes.interrupted.code));
  });
  const trials: Trial[] = [];
  try {
    for (let index = 0; index < times; index++) {
      if (index > 0) await progress.step("Backup", () => set.backup("incr"));
      const trial = await runTrial(set, { fault, first: (index + 1) * idsPerTrial, rate: rate }, progress);
      trials.push(trial);
      progress.note(
        `Trial ${index + 1}: writable after ${trial.writable.toFixed(1)} s, ${trial.lost} rows lost`,
      );
    }
    return trials;
  } finally {
    release();
    await set.remove();
  }
}

function documentOf(fault: Fault, synchronous: boolean, trials: readonly Trial[]): string {
  // The key stays, since programs may read it. cspell:ignore mishap
  const cause = { mishap: fault };
  return JSON.stringify(
    { ...cause, synchronous, trials: trials.map((trial) => ({ ...cause, ...trial })) },
    null,
    2,
  );
}

async function drill(options: DrillOptions): Promise<void> {
  const times = timesOf(options.times);
  const fault: Fault = options.hostLost ? "host-lost" : "dropped";
  const synchronous = options.synchronous ?? false;
  await requireDocker();
  // Creating the cluster, six steps per trial, and a backup between trials.
  const progress = createProgress({ total: times * 7 });
  try {
    const trials = await runTrials({ times, fault, synchronous }, progress);
    progress.close();
    const text = options.json ? documentOf(fault, synchronous, trials) : formatTable(drillRows(trials));
    process.stdout.write(`${text}\n`);
    const bound = fault === "dropped" || synchronous ? 0 : 1;
    if (trials.every(({ lostSeconds }) => lostSeconds <= bound)) return;
    throw new Failure("failed", `too many rows were lost: more than ${bound} s of writes`);
  } finally {
    progress.close();
  }
}

export function configure(command: Command): void {
  command
    .description(
      "Rehearses a restore on a disposable cluster: a superuser drops the database during writes, the code of './tovrun restore' brings it back, and every acknowledged row is checked. No stack is touched.",
    )
    .option("--times <number>", "number of trials", "1")
    .option("--host-lost", "instead of a drop: kill the server and remove its disk")
    .option(
      "--synchronous",
      "let commits wait for the WAL receiver, so that a lost host loses no rows either",
    )
    .option("--json", "print the trials as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun drill\n  ./tovrun drill --times 10\n  ./tovrun drill --host-lost --synchronous --times 100\n\nTimes are seconds since the fault. Fails when a row is lost (with --host-lost but not --synchronous: more than a second of writes).",
    )
    .action(drill);
}
