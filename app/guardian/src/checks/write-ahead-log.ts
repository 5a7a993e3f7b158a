import { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import { type Check, finding } from "./check.ts";

const state = z.object({
  archiving: z.boolean(),
  /** The last attempt failed. */
  archiveFailing: z.boolean(),
  /** Seconds since a segment was archived; null when none was. */
  archivedAge: z.coerce.number().nullable(),
  /** Commits wait for a standby. */
  synchronous: z.boolean(),
  /** Slots without a reader, and slots whose WAL is lost. */
  idleSlots: z.array(z.string()),
  lostSlots: z.array(z.string()),
  /** Bytes that the slowest receiver has yet to flush; null when there is no receiver. */
  receiverBehind: z.coerce.number().nullable(),
  /** Sessions whose commit has waited for a standby for over 5 seconds. */
  waitingCommits: z.coerce.number(),
});

export type WriteAheadLogState = z.output<typeof state>;

const sql = `select current_setting('archive_mode') <> 'off' as "archiving",
  coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as "archiveFailing",
  extract(epoch from now() - last_archived_time) as "archivedAge",
  current_setting('synchronous_standby_names') <> '' as "synchronous",
  (select coalesce(array_agg(slot_name::text), '{}') from pg_replication_slots where not active and not temporary) as "idleSlots",
  (select coalesce(array_agg(slot_name::text), '{}') from pg_replication_slots where wal_status in ('lost', 'unreserved')) as "lostSlots",
  (select max(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn)) from pg_stat_replication) as "receiverBehind",
  (select count(*) from pg_stat_activity where wait_event = 'SyncRep' and query_start < now() - interval '5 s') as "waitingCommits"
from pg_stat_archiver`;

/** How many bytes a receiver may be behind: four segments. */
const farBehind = 4 * 16 * 1024 * 1024;

/** Checks that WAL reaches the archive and its receivers. */
export const writeAheadLogCheck: Check = {
  name: "write-ahead-log",
  everySeconds: 10,
  async run(session, { gauge }) {
    const found = state.parse((await session.ask(sql))[0]);
    if (found.archivedAge !== null) gauge("guardian_archived_age_seconds", found.archivedAge);
    if (found.receiverBehind !== null) gauge("guardian_receiver_behind_bytes", found.receiverBehind);
    return writeAheadLogAlerts(found);
  },
};

export function writeAheadLogAlerts(found: WriteAheadLogState): Alert[] {
  return [...archiveAlerts(found), ...slotAlerts(found), ...behindAlerts(found)];
}

function archiveAlerts({ archiving, archiveFailing }: WriteAheadLogState): Alert[] {
  if (!archiving || !archiveFailing) return [];
  const summary = "the write-ahead log cannot be archived";
  const fix = "run ./tovrun logs postgres to see why; the disk fills up until this is fixed";
  return [finding("critical", "ArchiverFailing", {}, { summary, fix })];
}

function slotAlerts({ idleSlots, lostSlots, synchronous }: WriteAheadLogState): Alert[] {
  const idle = idleSlots.map((slot) => {
    const summary = `replication slot ${slot} has no reader${synchronous ? ", so commits wait" : ""}`;
    const fix =
      "run ./tovrun logs wal-receiver; until it runs again, the latest changes exist on one host only";
    return finding(synchronous ? "critical" : "warning", "ReceiverMissing", { slot }, { summary, fix });
  });
  const lost = lostSlots.map((slot) => {
    const summary = `the WAL of replication slot ${slot} is lost`;
    const fix = "deploy the receiver again, then run ./tovrun backup --now";
    return finding("critical", "ReceiverLost", { slot }, { summary, fix });
  });
  return [...idle, ...lost];
}

function behindAlerts({ receiverBehind, waitingCommits }: WriteAheadLogState): Alert[] {
  const fix = "check the network and the receiver's disk";
  const behind = { summary: "the receiver is more than 64 MiB behind", fix };
  const waiting = { summary: "commits wait for the receiver", fix };
  return [
    ...((receiverBehind ?? 0) > farBehind ? [finding("warning", "ReceiverBehind", {}, behind)] : []),
    ...(waitingCommits > 0 ? [finding("critical", "CommitsWait", {}, waiting)] : []),
  ];
}
