import type { Logger } from "@tovplay/runtime/log";
import type { ShutdownStep } from "@tovplay/runtime/shutdown";
import { timeLimits } from "@tovplay/runtime/time-limits";
import { readDeclaredAccess } from "./access/declared-access.ts";
import { type Reporting, reporting } from "./alerts/reporting.ts";
import { type AuditLog, auditLog } from "./audit/audit-log.ts";
import { accessCheck } from "./checks/access.ts";
import { backupCheck } from "./checks/backups.ts";
import type { Check } from "./checks/check.ts";
import { connectionCheck } from "./checks/connections.ts";
import { integrityCheck } from "./checks/integrity.ts";
import { protectionCheck } from "./checks/protection.ts";
import { countHistory, rowCountCheck } from "./checks/row-counts.ts";
import { checkRunner } from "./checks/runner.ts";
import { writeAheadLogCheck } from "./checks/write-ahead-log.ts";
import { eventSink } from "./event-sink.ts";
import type { Answers } from "./http.ts";
import { watchFolder } from "./log/folder-watch.ts";
import { logRound } from "./log/log-round.ts";
import { type GuardianMetrics, guardianMetrics } from "./metrics.ts";
import { repeat } from "./repeat.ts";
import { type Heartbeat, heartbeat } from "./rounds/heartbeat.ts";
import { seenDatabase } from "./rounds/look-memory.ts";
import { type LookRound, lookRound } from "./rounds/look-round.ts";
import { openSession, type Session } from "./rounds/session.ts";
import type { GuardianSettings } from "./settings.ts";
import { stateFile } from "./state/state-file.ts";

/** Milliseconds between looks at the database, between reads of a log that changes, and without a look until that is a fault. */
const [second, logPause, longest] = [1000, 100, 20_000];

/** Parts of a guardian. */
interface Parts {
  settings: GuardianSettings;
  log: Logger;
  metrics: GuardianMetrics;
  report: Reporting;
  sessions: Record<"look" | "checks" | "writes", Session>;
}

/** Starts watching. Returns its own status and the steps to shut it down. */
export function startGuardian(
  settings: GuardianSettings,
  log: Logger,
): { answers: Answers; steps: ShutdownStep[] } {
  const parts: Parts = {
    settings,
    log,
    metrics: guardianMetrics(),
    report: reporting(settings.ALERTMANAGER_URL, settings.CLUSTER, log),
    sessions: sessions(settings),
  };
  const look = declareLook(parts);
  const beat = heartbeat(parts.sessions.writes, parts.report.alerts);
  const audit = auditLog(parts.sessions.writes, log);
  const runChecks = declareChecks(parts, look);
  const logs = declareLog(parts, look, audit);
  let lastRound = Date.now();

  const round = repeat(second, async () => {
    await look.run();
    lastRound = Date.now();
    if (logs.started()) parts.report.alive();
    return false;
  });
  const write = repeat(second, async () => {
    if (await beat.beat(look.database() !== undefined)) parts.report.changed();
    await audit.flush();
    if (audit.waiting() === 0) logs.keep();
    return false;
  });
  const check = repeat(second, async () => {
    if (look.database()) await runChecks(Date.now());
    return false;
  });
  const follow = repeat(second, logs.poll, logPause);
  const unwatch = watchFolder(settings.DATABASE_LOG_DIRECTORY, follow.hurry);
  declareMetrics(parts, { beat, audit, behind: logs.behind, lastRound: () => lastRound });
  const ending = [round, check, follow, write].map((part) => part.end);
  return {
    answers: { faults: () => [...silence(lastRound), ...logs.faults()], metrics: parts.metrics.text },
    steps: [
      {
        name: "rounds",
        end: () => {
          unwatch();
          return Promise.all(ending.map((end) => end()));
        },
      },
      { name: "records", end: () => audit.flush().then(logs.keep) },
      { name: "alerts", end: parts.report.end },
      {
        name: "sessions",
        end: () => Promise.all(Object.values(parts.sessions).map((session) => session.end())),
      },
    ],
  };
}

/** Reports a fault when no look at the database has finished for too long. @param lastRound time of the last one, in milliseconds since 1970 */
function silence(lastRound: number): string[] {
  const silent = Date.now() - lastRound;
  return silent > longest ? [`no look at the database for ${Math.round(silent / 1000)} s`] : [];
}

function sessions(settings: GuardianSettings): Parts["sessions"] {
  const application = "tovplay-guardian";
  // If its own commits waited for a standby, the guardian could not notice that commits wait.
  const options = "-c synchronous_commit=local";
  const limits = timeLimits.guardian;
  return {
    look: openSession(settings, { application, limits: limits.look }),
    checks: openSession(settings, { application, limits: limits.checks }),
    writes: openSession(settings, { application, limits: limits.writes, options }),
  };
}

function declareLook({ settings, log, metrics, report, sessions: { look: session } }: Parts): LookRound {
  return lookRound({
    session,
    log,
    metrics,
    state: stateFile(settings.STATE_DIRECTORY, "database", seenDatabase),
    declared: {
      databaseName: settings.DATABASE_NAME,
      systemIdentifier: settings.DATABASE_SYSTEM_IDENTIFIER,
      provisioningMinutes: settings.PROVISIONING_MINUTES,
    },
    alerts: report.alerts,
    onChange: report.changed,
  });
}

function declareChecks(
  { settings, log, metrics, report, sessions: { checks: session } }: Parts,
  look: LookRound,
) {
  const { DECLARED_ACCESS_FILE: accessFile, STATE_DIRECTORY: folder, BACKUP_HOURS: hours } = settings;
  const checks: Check[] = [
    ...(accessFile ? [accessCheck(readDeclaredAccess(accessFile), look.provisioning)] : []),
    protectionCheck(look.provisioning),
    writeAheadLogCheck,
    connectionCheck,
    rowCountCheck(stateFile(folder, "row-counts", countHistory)),
    backupCheck(hours),
    integrityCheck,
  ];
  return checkRunner({ checks, session, alerts: report.alerts, metrics, log, onChange: report.changed });
}

function declareLog({ settings, log, metrics, report }: Parts, look: LookRound, audit: AuditLog) {
  const sink = eventSink({
    alerts: report.alerts,
    audit,
    metrics,
    log,
    onChange: report.changed,
    circumstances: () => ({
      changeWindowOpen: look.changeWindowOpen(),
      provisioning: look.provisioning(),
      expectedApplications: settings.EXPECTED_SUPERUSER_APPLICATIONS,
    }),
  });
  return logRound({
    directory: settings.DATABASE_LOG_DIRECTORY,
    stateDirectory: settings.STATE_DIRECTORY,
    superusers: () => new Set(look.database()?.superusers ?? ["postgres"]),
    onEvent: sink,
    alerts: report.alerts,
    onChange: report.changed,
    log,
  });
}

/** Sources of the values read at each scrape. */
interface Measured {
  beat: Heartbeat;
  audit: AuditLog;
  behind: () => number;
  lastRound: () => number;
}

function declareMetrics({ metrics, report }: Parts, { beat, audit, behind, lastRound }: Measured): void {
  const { read } = metrics;
  read(
    "guardian_last_round_seconds",
    "Time of the last completed look at the database",
    () => lastRound() / 1000,
  );
  read("guardian_heartbeat_age_seconds", "Seconds since the last committed heartbeat", beat.age);
  read("guardian_log_behind_bytes", "Bytes of the database's log that are not read yet", behind);
  read("guardian_alerts_undelivered_seconds", "Seconds since every Alertmanager accepted", report.silence);
  read("guardian_records_waiting", "Rows waiting to be recorded", audit.waiting);
  read("guardian_records_lost", "Rows dropped because the database was unreachable for too long", audit.lost);
}
