import type { Command } from "commander";
import { requireDocker } from "../machine/docker.ts";
import { drillRows } from "../recovery/drill/drill-table.ts";
import { makeScratchCluster } from "../recovery/drill/scratch-cluster.ts";
import { type Mishap, runTrial, type Trial } from "../recovery/drill/trial.ts";
import { RATE } from "../recovery/drill/writer.ts";
import { EXIT, Failure } from "../terminal/exit.ts";
import { onInterrupt } from "../terminal/interrupt.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";
import { formatTable } from "../terminal/table.ts";

interface DrillOptions {
  readonly times: string;
  readonly hostLost?: boolean;
  readonly synchronous?: boolean;
  readonly json?: boolean;
}

/** Rows that one trial has numbers for. */
const NUMBERS = 1_000_000;

function timesOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Failure("usage", `'${text}' is no number of trials; give one from 1 to 9999`);
}

async function runTrials(
  { times, mishap, synchronous }: { times: number; mishap: Mishap; synchronous: boolean },
  progress: Progress,
): Promise<Trial[]> {
  const set = await progress.step("A cluster to lose, with repository and receiver", () =>
    makeScratchCluster("tovplay-drill", synchronous),
  );
  const release = onInterrupt(() => {
    void set.remove().then(() => process.exit(EXIT.interrupted.code));
  });
  const trials: Trial[] = [];
  try {
    for (let index = 0; index < times; index++) {
      if (index > 0) await progress.step("Backup", () => set.backup("incr"));
      const trial = await runTrial(set, { mishap, first: (index + 1) * NUMBERS, rate: RATE }, progress);
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

async function drill(options: DrillOptions): Promise<void> {
  const times = timesOf(options.times);
  const mishap: Mishap = options.hostLost ? "host-lost" : "dropped";
  const synchronous = options.synchronous ?? false;
  await requireDocker();
  // Making the cluster, six steps a trial, and a backup between two of them.
  const progress = createProgress({ total: times * 7 });
  try {
    const trials = await runTrials({ times, mishap, synchronous }, progress);
    progress.close();
    const text = options.json
      ? JSON.stringify({ mishap, synchronous, trials }, null, 2)
      : formatTable(drillRows(trials));
    process.stdout.write(`${text}\n`);
    const bound = mishap === "dropped" || synchronous ? 0 : 1;
    if (trials.every(({ lostSeconds }) => lostSeconds <= bound)) return;
    throw new Failure("failed", `rows were lost that should not be: more than ${bound} s of writes`);
  } finally {
    progress.close();
  }
}

export function configure(command: Command): void {
  command
    .description(
      "Replays the incident on a cluster of its own, which is removed afterwards: rows are written, a superuser drops the database, it is found and restored by the code of './tovrun restore', and every acknowledged row is looked for. Touches no stack.",
    )
    .option("--times <number>", "how often", "1")
    .option("--host-lost", "instead of a drop: kill the server and remove its whole disk")
    .option("--synchronous", "a commit waits for the WAL receiver: then a lost host loses nothing either")
    .option("--json", "print the trials for a program")
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun drill\n  ./tovrun drill --times 10\n  ./tovrun drill --host-lost --synchronous --times 100\n\nTimes are seconds since the mishap began. Fails when a row is lost (with --host-lost alone: more than a second of writes).",
    )
    .action(drill);
}
