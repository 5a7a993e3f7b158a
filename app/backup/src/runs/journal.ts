import type { Logger } from "@tovplay/runtime/log";
import { safeMessage } from "@tovplay/runtime/safe-error";
import { withLiveDatabase } from "../live-database.ts";
import type { ServiceSettings } from "../settings.ts";
import { writeRun } from "./backup-log.ts";
import { finished, type RunOutcome, type RunRecord, type StartedRun } from "./run-record.ts";
import type { StateFiles } from "./state-files.ts";

/** Records every run on disk first, and in "BackupLog" as soon as the database accepts it. */
export interface Journal {
  /** Records a run that an earlier service process started and did not finish. */
  recordCutRun(): Promise<void>;
  /** Performs a run and records its result; a failure is recorded, not thrown. */
  record(run: StartedRun, work: () => Promise<RunOutcome>): Promise<RunRecord>;
  /** Writes the waiting runs to "BackupLog". */
  send(): Promise<void>;
  /** Last run of each kind in each repository. */
  last(): RunRecord[];
  /** When a backup was last verified by a restore, in milliseconds since 1970. */
  verifiedAt(label: string): number | undefined;
  /** Number of runs not yet in "BackupLog". */
  waiting(): number;
}

/** Maximum number of runs kept while the database does not accept them: more than a year's worth. */
const mostUnsent = 10_000;

/** Maximum number of verified backups remembered: more than any retention keeps. */
const mostVerified = 1000;

/** Opens the journal from its files. */
export async function openJournal(
  files: StateFiles,
  settings: ServiceSettings,
  log: Logger,
): Promise<Journal> {
  let unsent = await files.readUnsent();
  let last = await files.readLast();
  let verified = await files.readVerified();
  const addVerified = async ({ kind, success, label, finishedAt }: RunRecord) => {
    if (kind !== "verify" || !success || label === null) return;
    verified = newestOf({ ...verified, [label]: Date.parse(finishedAt) }, mostVerified);
    await files.writeVerified(verified);
  };
  const add = async (record: RunRecord) => {
    unsent = [...unsent, record].slice(-mostUnsent);
    last = [...last.filter((one) => !isSame(one, record)), record];
    await files.writeUnsent(unsent);
    await files.writeLast(last);
    await addVerified(record);
    await files.writeStarted(undefined);
  };
  const send = async () => {
    if (unsent.length === 0) return;
    await withLiveDatabase(settings, async (client) => {
      for (let next = unsent[0]; next; next = unsent[0]) {
        await writeRun(client, next);
        unsent = unsent.slice(1);
        await files.writeUnsent(unsent);
      }
    });
  };
  const trySend = () =>
    send().catch((error: unknown) =>
      log.warn({ err: error, waiting: unsent.length }, "cannot write to BackupLog, will retry"),
    );
  return {
    recordCutRun: async () => {
      const cut = await files.readStarted();
      if (cut) await add(finished(cut, { error: "interrupted: the service stopped during the run" }));
    },
    record: async (run, work) => {
      await files.writeStarted(run);
      const outcome = await work().catch((error: unknown) => ({ error: sentenceOf(error) }));
      const record = finished(run, outcome);
      await add(record);
      await trySend();
      return record;
    },
    send: trySend,
    last: () => last,
    verifiedAt: (label) => verified[label],
    waiting: () => unsent.length,
  };
}

function newestOf(times: Record<string, number>, most: number): Record<string, number> {
  const all = Object.entries(times).sort(([, one], [, other]) => one - other);
  return Object.fromEntries(all.slice(-most));
}

function isSame(one: RunRecord, other: RunRecord): boolean {
  const { kind, repository, success } = other;
  return one.kind === kind && one.repository === repository && one.success === success;
}

function sentenceOf(error: unknown): string {
  return safeMessage(error).replace(/\s+/g, " ").slice(0, 2000) || "unknown error";
}
