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

/** Ages in seconds of the last good backup and the last good verification, and the runs that failed last. */
export interface BackupAges {
  backup: number | null;
  verified: number | null;
  /** Age of the oldest entry, that is, how long backups have been recorded. Null when there is none. */
  watched: number | null;
  /** Kinds of runs whose last run failed, with the repository if there is one. */
  failures: z.output<typeof failure>[];
}

// Full and incremental backups count alike. Success in one repository says nothing about another;
// a repository without runs for two weeks is no longer in use.
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

/** Checks that backups are made and verified. @param hours maximum age of the last good backup */
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
  // Before the first entry the expected age is unknown; the backup service reports that itself.
  const since = watched ?? 0;
  if ((backup ?? since) > limit) {
    const summary = `there is no good backup from the last ${hours} hours`;
    alerts.push(finding("critical", "BackupTooOld", {}, { summary, fix: "run ./tovrun backup --now" }));
  }
  if ((verified ?? since) > limit) {
    const summary = `no backup has been verified by a restore for ${hours} hours`;
    alerts.push(
      finding("critical", "BackupUnverified", {}, { summary, fix: "run ./tovrun backup --verify" }),
    );
  }
  for (const { what, repository, error } of failures) {
    const where = repository === null ? "" : ` of repository ${repository}`;
    const annotations = {
      summary: `the last ${what}${where} failed`,
      fix: "run ./tovrun logs backup",
      ...(error ? { detail: error.slice(0, 300) } : {}),
    };
    const labels = { kind: what, ...(repository === null ? {} : { repository: String(repository) }) };
    alerts.push(finding("warning", "BackupFailed", labels, annotations));
  }
  return alerts;
}
