import { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import { type Check, finding } from "./check.ts";

const age = z.coerce.number().nullable();
const failure = z.object({
  what: z.string(),
  repository: z.number().nullable(),
  error: z.string().nullable(),
});
const rows = z.array(z.object({ backup: age, verified: age, watched: age, failures: z.array(failure) }));

/** Ages in seconds of the last good backup and of the last good verification, and what failed since it last went well. */
export interface BackupAges {
  backup: number | null;
  verified: number | null;
  /** Age of the oldest entry: how long backups have been made at all. Null when there is none. */
  watched: number | null;
  /** What failed, in which repository where it concerns one. */
  failures: z.output<typeof failure>[];
}

// A full and an incremental backup are as good as one another. What goes well in one repository says nothing about another one;
// one that nobody has worked with for two weeks was given up.
const sql = `with run as (
  select kind, success, error, repository, coalesce(finished_at, started_at) as at,
    case when kind in ('full', 'incr') then 'backup' else kind end as what
  from "BackupLog"),
last as (select distinct on (what, repository) what, repository, success, error
  from run where at > now() - interval '14 days' order by what, repository, at desc)
select
  extract(epoch from now() - (select max(at) from run where success and what = 'backup')) as backup,
  extract(epoch from now() - (select max(at) from run where success and kind in ('verify', 'restore'))) as verified,
  extract(epoch from now() - (select min(at) from run)) as watched,
  (select coalesce(jsonb_agg(jsonb_build_object('what', what, 'repository', repository, 'error', error)), '[]')
    from last where not success) as failures`;

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

export function backupAlerts({ backup, verified, watched, failures }: BackupAges, hours: number): Alert[] {
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
  for (const { what, repository, error } of failures) {
    const where = repository === null ? "" : ` of repository ${repository}`;
    const annotations = {
      summary: `the last ${what}${where} failed`,
      mend: "./tovrun logs backup",
      ...(error ? { detail: error.slice(0, 300) } : {}),
    };
    const labels = { kind: what, ...(repository === null ? {} : { repository: String(repository) }) };
    alerts.push(finding("warning", "BackupFailed", labels, annotations));
  }
  return alerts;
}
