import type { DeploymentRun } from "./deployments.ts";
import type { Outcome } from "./http-load.ts";
import type { SocketOutcome } from "./socket-load.ts";

/** The result of a load test. */
export interface Report {
  requests: number;
  failed: number;
  /** How often each failure occurred, the most frequent first. */
  failures: Record<string, number>;
  /** Requests that were sent a second time on a new connection, as browsers do by themselves. */
  repeated: number;
  /** Requests a second that were actually sent. */
  rate: number;
  /** Milliseconds from sending a request to the end of its response. */
  waited: { median: number; p99: number; longest: number };
  /** Longest time that the load itself was late with a request, in milliseconds, because the machine was too busy. */
  late: number;
  /** When the longest wait began, in seconds since the load began. */
  longestAt: number;
  sockets: SocketOutcome;
  deployments: DeploymentRun[];
}

/** Sums up the measurements. Every request that was due counts. */
export function reportOf(
  outcomes: readonly Outcome[],
  sockets: SocketOutcome,
  deployments: DeploymentRun[],
): Report {
  const waits = outcomes.map(({ waited }) => waited).sort((a, b) => a - b);
  const failures = outcomes.flatMap(({ client, failure }) => (failure ? [`${failure} (${client})`] : []));
  const slowest = outcomes.reduce<Outcome | undefined>(
    (worst, each) => (worst && worst.waited >= each.waited ? worst : each),
    undefined,
  );
  const last = outcomes.reduce((latest, { due, late }) => Math.max(latest, due + late), 0);
  return {
    requests: outcomes.length,
    failed: failures.length,
    failures: counted(failures),
    repeated: outcomes.filter(({ repeated }) => repeated).length,
    rate: last > 0 ? Math.round(((outcomes.length - 1) * 10_000) / last) / 10 : 0,
    waited: { median: quantile(waits, 0.5), p99: quantile(waits, 0.99), longest: quantile(waits, 1) },
    late: outcomes.reduce((most, { late }) => Math.max(most, late), 0),
    longestAt: (slowest?.due ?? 0) / 1000,
    sockets,
    deployments,
  };
}

/** Whether every request was answered, no message was lost and every deployment ended as expected. */
export function isFlawless({ requests, failed, sockets, deployments }: Report): boolean {
  return requests > 0 && failed === 0 && sockets.lost === 0 && deployments.every((run) => run.asExpected);
}

function counted(texts: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

/** Smallest of the sorted values that is not below the given part of them (nearest rank); NaN if there are none. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** The report as lines of text. */
export function readable(report: Report): string[] {
  const { waited, sockets } = report;
  const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
  return [
    `${report.requests} requests at ${report.rate}/s during ${report.deployments.length} deployments: ${report.failed} failed, ${report.repeated} sent again on a new connection`,
    ...Object.entries(report.failures).map(([failure, count]) => `  ${count} × ${failure}`),
    `waits: median ${milliseconds(waited.median)}, p99 ${milliseconds(waited.p99)}; longest stall ${milliseconds(waited.longest)}, ${report.longestAt.toFixed(1)} s after the start`,
    `the load itself was up to ${milliseconds(report.late)} late`,
    `${sockets.messages} messages over ${sockets.sockets} WebSockets: ${sockets.lost} lost, ${sockets.reconnects} reconnects, ${sockets.sentAgain} sent again, longest wait for an acknowledgement ${milliseconds(sockets.longestWait)}`,
  ];
}
