import { eventLoopMonitoringPrecision } from "@tovplay/runtime/metrics";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Backup } from "./repository/backups.ts";
import { newest } from "./repository/backups.ts";
import type { RunRecord } from "./runs/run-record.ts";

/** Where the metrics are read from at each scrape. */
export interface MetricsSource {
  /** As last listed. */
  backups: () => Backup[];
  last: () => RunRecord[];
  unsent: () => number;
  repositories: number[];
}

const seconds = (iso: string) => Date.parse(iso) / 1000;

/**
 * Metrics of the service. Times are seconds since 1970, or 0 for never, so that an alert on age fires from the start.
 * The metrics that alerts use are named only here.
 */
export function createMetrics(source: MetricsSource): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service: "backup" });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision });
  const gauge = (name: string, help: string, labelNames: string[], collect: (set: Set) => void) => {
    const metric: Gauge = new Gauge({
      name: `tovplay_backup_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect: () => {
        metric.reset();
        collect((labels, value) => metric.set(labels, value));
      },
    });
  };
  backupGauges(gauge, source);
  runGauges(gauge, source);
  gauge("log_rows_waiting", 'Runs that are not in "BackupLog" yet', [], (set) => set({}, source.unsent()));
  return registry;
}

type Set = (labels: Record<string, string>, value: number) => void;
type Declare = (name: string, help: string, labels: string[], collect: (set: Set) => void) => void;

function backupGauges(gauge: Declare, { backups, repositories }: MetricsSource): void {
  const each = (set: Set, value: (found: Backup | undefined) => number) => {
    for (const repository of repositories) {
      const of = { repository: String(repository) };
      set({ ...of, kind: "full" }, value(newest(backups(), repository, ["full"])));
      set({ ...of, kind: "any" }, value(newest(backups(), repository, ["full", "diff", "incr"])));
    }
  };
  const labels = ["repository", "kind"];
  gauge(
    "last_good_timestamp_seconds",
    "End of the newest good backup; kind any counts incremental ones too",
    labels,
    (set) => each(set, (found) => (found ? found.stoppedAt / 1000 : 0)),
  );
  gauge("last_good_size_bytes", "What the newest good backup added to the repository", labels, (set) =>
    each(set, (found) => found?.sizeBytes ?? 0),
  );
  gauge("last_good_duration_seconds", "How long the newest good backup took", labels, (set) =>
    each(set, (found) => (found ? (found.stoppedAt - found.startedAt) / 1000 : 0)),
  );
}

function runGauges(gauge: Declare, { last, repositories }: MetricsSource): void {
  const lastOf = (repository: number, kind: string, success?: boolean) =>
    last().findLast(
      (run) =>
        run.kind === kind &&
        run.repository === repository &&
        (success === undefined || run.success === success),
    );
  const each = (set: Set, value: (repository: number) => number) => {
    for (const repository of repositories) set({ repository: String(repository) }, value(repository));
  };
  const labels = ["repository"];
  gauge("last_verified_timestamp_seconds", "End of the last verification that succeeded", labels, (set) =>
    each(set, (repository) => seconds(lastOf(repository, "verify", true)?.finishedAt ?? "1970-01-01")),
  );
  gauge(
    "last_verification_success",
    "1 when the last verification succeeded, 0 when not or never",
    labels,
    (set) => each(set, (repository) => (lastOf(repository, "verify")?.success ? 1 : 0)),
  );
  gauge(
    "last_run_success",
    "1 when the last run of a kind succeeded, by kind",
    ["repository", "kind"],
    (set) => {
      for (const run of last()) {
        const repository = run.repository === null ? "all" : String(run.repository);
        set({ repository, kind: run.kind }, run.success ? 1 : 0);
      }
    },
  );
}
