import { z } from "zod";

/** Kinds of runs, named as in "BackupLog". */
const runKinds = ["full", "incr", "verify", "expire", "check"] as const;

/** A finished run: a row of "BackupLog". */
export const runRecord = z.object({
  kind: z.enum(runKinds),
  label: z.string().nullable(),
  repository: z.number().int().nullable(),
  /** ISO 8601. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  success: z.boolean(),
  sizeBytes: z.number().int().nonnegative().nullable(),
  walStart: z.string().nullable(),
  walStop: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  error: z.string().nullable(),
});

/** A finished run. */
export type RunRecord = z.output<typeof runRecord>;

/** A run in progress. */
export const startedRun = runRecord.pick({ kind: true, repository: true, startedAt: true });

/** A run in progress. */
export type StartedRun = z.output<typeof startedRun>;

/** Result of a run. */
export type RunOutcome = Partial<
  Pick<RunRecord, "label" | "sizeBytes" | "walStart" | "walStop" | "detail" | "error">
>;

/** The record of a finished run; it succeeded unless there is an error. */
export function finished(run: StartedRun, outcome: RunOutcome, finishedAt = new Date()): RunRecord {
  const nothing = { label: null, sizeBytes: null, walStart: null, walStop: null, detail: {}, error: null };
  const record = { ...nothing, ...run, ...outcome, finishedAt: finishedAt.toISOString() };
  return { ...record, success: record.error === null };
}
