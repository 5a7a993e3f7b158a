import { createMetrics, gaugeOf } from "@tovplay/runtime/metrics";
import { Counter, Gauge } from "prom-client";

/** The guardian's metrics. */
export interface GuardianMetrics {
  /** All metrics in Prometheus format. */
  text(): Promise<string>;
  gauge(name: string, value: number, labels?: Record<string, string>): void;
  /** Registers a value that is read at each scrape. */
  read(name: string, help: string, value: () => number): void;
  count(name: string, labels: Record<string, string>): void;
}

/** Gauges of the checks, with help text and label names. */
const gauges: Record<string, [help: string, labels: string[]]> = {
  guardian_access_differences: ["Privileges that differ from the declared ones", ["kind"]],
  guardian_archived_age_seconds: ["Seconds since a segment was archived", []],
  guardian_backup_age_seconds: ["Seconds since the last good backup", []],
  guardian_backup_verified_age_seconds: ["Seconds since a backup was verified by a restore", []],
  guardian_connections: ["Sessions, by role", ["role"]],
  guardian_database_up: ["Whether the database answered the last look", []],
  guardian_integrity_findings: ["Contradictory rows", ["check"]],
  guardian_protection_parts: ["Parts that protect the database", ["armed"]],
  guardian_receiver_behind_bytes: ["Bytes that the slowest receiver is behind", []],
  guardian_rows: ["Rows, by table", ["table"]],
};

const counters: Record<string, [help: string, labels: string[]]> = {
  guardian_events_total: ["Events of the database's log", ["kind", "outcome"]],
  guardian_check_failures_total: ["Checks that failed", ["check"]],
};

export function guardianMetrics(): GuardianMetrics {
  const { registry } = createMetrics("guardian");
  const registers = [registry];
  const declared = {
    gauges: new Map(
      Object.entries(gauges).map(([name, [help, labelNames]]) => [
        name,
        new Gauge({ name, help, labelNames, registers }),
      ]),
    ),
    counters: new Map(
      Object.entries(counters).map(([name, [help, labelNames]]) => [
        name,
        new Counter({ name, help, labelNames, registers }),
      ]),
    ),
  };
  return {
    text: () => registry.metrics(),
    gauge: (name, value, labels = {}) => declared.gauges.get(name)?.set(labels, value),
    read: (name, help, value) => gaugeOf(registry, name, help, value),
    count: (name, labels) => declared.counters.get(name)?.inc(labels),
  };
}
