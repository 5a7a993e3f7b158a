import type { Trial } from "./trial.ts";

const figure = (seconds: number) => seconds.toFixed(2);

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

const moments = ["detected", "found", "restored", "swapped", "writable"] as const;

/** Trials as table rows, heading first; several trials end with their median and worst. */
export function drillRows(trials: readonly Trial[]): string[][] {
  const rows = trials.map((trial, index) => [
    String(index + 1),
    ...moments.map((moment) => figure(trial[moment])),
    String(trial.acknowledged),
    String(trial.lost),
    figure(trial.lostSeconds),
  ]);
  const summary = (name: string, of: (figures: readonly number[]) => number) => [
    name,
    ...moments.map((moment) => figure(of(trials.map((trial) => trial[moment])))),
    String(of(trials.map(({ acknowledged }) => acknowledged))),
    String(of(trials.map(({ lost }) => lost))),
    figure(of(trials.map(({ lostSeconds }) => lostSeconds))),
  ];
  const ends =
    trials.length > 1 ? [summary("median", median), summary("worst", (figures) => Math.max(...figures))] : [];
  const heading = ["TRIAL", ...moments.map((moment) => moment.toUpperCase()), "ROWS", "LOST", "LOST SECONDS"];
  return [heading, ...rows, ...ends];
}
