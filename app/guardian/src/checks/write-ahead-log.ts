import { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import { type Check, finding } from "./check.ts";

const state = z.object({
  archiving: z.boolean(),
  /** The last attempt failed. */
  archiveFailing: z.boolean(),
  /** Seconds since a segment was archived; null when none was. */
  archivedAge: z.coerce.number().nullable(),
  /** Somebody is waited for at every commit. */
  synchronous: z.boolean(),
  /** Slots that nobody reads, or whose log is lost. */
  idleSlots: z.array(z.string()),
  lostSlots: z.array(z.string()),
  /** Bytes that the slowest receiver has not on its disk; null when there is no receiver. */
  receiverBehind: z.coerce.number().nullable(),
  /** Sessions whose commit has waited for a standby for 5 seconds. */
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

/** Bytes that a receiver may be behind: four segments. */
const farBehind = 4 * 16 * 1024 * 1024;

/** Whether the write-ahead log reaches the archive and whoever receives it. */
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
  const mend = "./tovrun logs postgres names the cause; the disk fills until it is mended";
  return [finding("critical", "ArchiverFailing", {}, { summary, mend })];
}

function slotAlerts({ idleSlots, lostSlots, synchronous }: WriteAheadLogState): Alert[] {
  const idle = idleSlots.map((slot) => {
    const summary = `nobody reads slot ${slot}${synchronous ? ": commits wait" : ""}`;
    const mend = "./tovrun logs wal-receiver; while it is away the last seconds are on one host only";
    return finding(synchronous ? "critical" : "warning", "ReceiverMissing", { slot }, { summary, mend });
  });
  const lost = lostSlots.map((slot) => {
    const summary = `the log of slot ${slot} is lost`;
    const mend = "deploy the receiver anew, then ./tovrun backup --now";
    return finding("critical", "ReceiverLost", { slot }, { summary, mend });
  });
  return [...idle, ...lost];
}

function behindAlerts({ receiverBehind, waitingCommits }: WriteAheadLogState): Alert[] {
  const mend = "look at the network and the receiver's disk";
  const behind = { summary: "the receiver is more than 64 MiB behind", mend };
  const waiting = { summary: "commits wait for the receiver", mend };
  return [
    ...((receiverBehind ?? 0) > farBehind ? [finding("warning", "ReceiverBehind", {}, behind)] : []),
    ...(waitingCommits > 0 ? [finding("critical", "CommitsWait", {}, waiting)] : []),
  ];
}
