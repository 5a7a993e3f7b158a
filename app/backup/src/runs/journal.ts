import type { Logger } from "@tovplay/runtime/log";
import { toldMessage } from "@tovplay/runtime/told-error";
import { withLiveDatabase } from "../live-database.ts";
import type { ServiceSettings } from "../settings.ts";
import { writeRun } from "./backup-log.ts";
import { finished, type RunOutcome, type RunRecord, type StartedRun } from "./run-record.ts";
import type { StateFiles } from "./state-files.ts";

/** Every run, on disk first and in "BackupLog" as soon as the database takes it. */
export interface Journal {
  /** Records a run that a service before this one had begun and not ended. */
  recordCutRun(): Promise<void>;
  /** Does a run between its beginning and its record; a failure is recorded and thrown. */
  record(run: StartedRun, work: () => Promise<RunOutcome>): Promise<RunRecord>;
  /** Brings what is waiting into "BackupLog". */
  send(): Promise<void>;
  /** Last run of each kind in each repository. */
  last(): RunRecord[];
  /** When a backup was last proven by a restore, in milliseconds since 1970. */
  verifiedAt(label: string): number | undefined;
  /** Runs that are not in "BackupLog" yet. */
  waiting(): number;
}

/** Runs kept while the database does not take them: more than a year of them. */
const mostUnsent = 10_000;

/** Backups of which it is remembered that they were verified: more than any retention keeps. */
const mostVerified = 1000;

/** Opens the journal on what is on disk. */
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
  const sendCalmly = () =>
    send().catch((error: unknown) =>
      log.warn({ err: error, waiting: unsent.length }, "BackupLog takes no row now"),
    );
  return {
    recordCutRun: async () => {
      const cut = await files.readStarted();
      if (cut) await add(finished(cut, { error: "it was cut: the service ended before it was over" }));
    },
    record: async (run, work) => {
      await files.writeStarted(run);
      const outcome = await work().catch((error: unknown) => ({ error: sentenceOf(error) }));
      const record = finished(run, outcome);
      await add(record);
      await sendCalmly();
      return record;
    },
    send: sendCalmly,
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
  return toldMessage(error).replace(/\s+/g, " ").slice(0, 2000) || "it failed without a word";
}
