import { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import { type Check, finding } from "./check.ts";

const age = z.coerce.number().nullable();
const rows = z.array(
  z.object({
    backup: age,
    verified: age,
    watched: age,
    failed: z.string().nullable(),
    error: z.string().nullable(),
  }),
);

/** Ages in seconds of the last good backup and of the last good verification, and the kind of what failed since. */
export interface BackupAges {
  backup: number | null;
  verified: number | null;
  /** Age of the oldest entry: how long backups have been made at all. Null when there is none. */
  watched: number | null;
  failed: string | null;
  error: string | null;
}

const sql = `with run as (select kind, success, error, coalesce(finished_at, started_at) as at from "BackupLog"),
last as (select distinct on (kind) kind, success, error from run order by kind, at desc)
select
  extract(epoch from now() - (select max(at) from run where success and kind in ('full', 'incr'))) as backup,
  extract(epoch from now() - (select max(at) from run where success and kind in ('verify', 'restore'))) as verified,
  extract(epoch from now() - (select min(at) from run)) as watched,
  (select kind from last where not success order by kind limit 1) as failed,
  (select error from last where not success order by kind limit 1) as error`;

/** Whether backups are made, and proven. @param hours oldest good backup */
export function backupCheck(hours: number): Check {
  return {
    name: "backups",
    everySeconds: 60,
    async run(session, { gauge }) {
      const [found] = rows.parse(await session.ask(sql));
      if (!found) return [];
      if (found.backup !== null) gauge("guardian_backup_age_seconds", found.backup);
      if (found.verified !== null) gauge("guardian_backup_verified_age_seconds", found.verified);
      return backupAlerts(found, hours);
    },
  };
}

export function backupAlerts(
  { backup, verified, watched, failed, error }: BackupAges,
  hours: number,
): Alert[] {
  const limit = hours * 3600;
  const alerts: Alert[] = [];
  // Before the first entry nobody knows how long there should have been one: the backup service says so itself.
  const since = watched ?? 0;
  if ((backup ?? since) > limit) {
    const summary = `there is no good backup of the last ${hours} hours`;
    alerts.push(finding("critical", "BackupTooOld", {}, { summary, mend: "./tovrun backup --now" }));
  }
  if ((verified ?? since) > limit) {
    const summary = `no backup has been proven by a restore for ${hours} hours`;
    alerts.push(finding("critical", "BackupUnverified", {}, { summary, mend: "./tovrun backup --verify" }));
  }
  if (failed !== null) {
    const annotations = {
      summary: `the last ${failed} failed`,
      mend: "./tovrun logs backup",
      ...(error ? { detail: error.slice(0, 300) } : {}),
    };
    alerts.push(finding("warning", "BackupFailed", { kind: failed }, annotations));
  }
  return alerts;
}
