import type { Client } from "pg";
import type { RunRecord } from "./run-record.ts";

// The connection may break after the insert and before its answer, so a run must not be inserted twice.
const insertSql = `insert into "BackupLog"
  (kind, label, repository, started_at, finished_at, success, size_bytes, wal_start, wal_stop, detail, error)
  select $1, $2, $3::int, $4::timestamptz, $5::timestamptz, $6::boolean, $7::bigint, $8, $9, $10::jsonb, $11
  where not exists (
    select from "BackupLog" where kind = $1 and started_at = $4::timestamptz and repository is not distinct from $3::int
  )`;

/** Inserts a run into "BackupLog", once. */
export async function writeRun(client: Client, run: RunRecord): Promise<void> {
  const { kind, label, repository, startedAt, finishedAt, success, sizeBytes, walStart, walStop } = run;
  await client.query(insertSql, [
    kind,
    label,
    repository,
    startedAt,
    finishedAt,
    success,
    sizeBytes,
    walStart,
    walStop,
    JSON.stringify(run.detail),
    run.error,
  ]);
}
