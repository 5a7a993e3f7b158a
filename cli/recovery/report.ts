import { formatTable } from "../terminal/table.ts";
import { liveFolder } from "./cluster.ts";
import { differenceRows } from "./difference.ts";
import type { Drop } from "./find-drop.ts";
import type { Inspection } from "./inspection.ts";
import { megabytes, type Plan } from "./plan.ts";
import type { Restored } from "./restore.ts";
import type { Target } from "./target.ts";
import { formatLsn } from "./wal.ts";

/** Strips control characters, with which a statement could manipulate the terminal. */
function oneLine(text: string, length = 160): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return clean.length > length ? `${clean.slice(0, length - 1)}…` : clean;
}

/** A drop for people: what, when, by whom and from where. */
export function dropLines({ what, time, before, statement }: Drop, databaseName: string): string[] {
  const event = what === "database" ? `The database ${databaseName} was dropped` : "A table was dropped";
  const when = time ? `at ${time.toISOString()}` : "in a transaction that never finished";
  const lines = [`${event} ${when}; the position before it is ${formatLsn(before)}.`];
  if (!statement) return [...lines, "  The structured log does not show by whom."];
  const { role, from, application } = statement;
  const by = `  by ${oneLine(role, 63)} from ${oneLine(from, 63)}${application ? ` (${oneLine(application, 63)})` : ""}`;
  return [...lines, `${by}: ${oneLine(statement.statement)}`];
}

function targetText(target: Target): string {
  if (target.kind === "time") return `the last commit up to ${target.time.toISOString()}`;
  if (target.kind === "latest") return "the end of the log";
  return `right before ${formatLsn(target.lsn)} on timeline ${target.timeline}`;
}

function liveText({ state, systemIdentifier }: Inspection["live"], hasLive: boolean): string {
  if (hasLive) return state ?? "in an unknown state";
  if (systemIdentifier) return `not the one in the backups (${systemIdentifier})`;
  return "missing, so there is nothing to compare with";
}

/** Bytes per second of a restore on a slow disk. */
const slow = 40e6;

/** The plan of a restore, for people. */
export function planLines(
  { target, backup, wal, needed, free }: Plan,
  { live, hasLive }: Inspection,
): string[] {
  const seconds = Math.ceil(3 + (backup.size + wal.count * 16e6) / slow);
  return formatTable([
    ["  Target", targetText(target)],
    [
      "  Base backup",
      `${backup.label}, finished ${backup.finished.toISOString()}, repository ${backup.repository}`,
    ],
    [
      "  Log",
      `${wal.count} segments from ${wal.first} to ${wal.last}, ${wal.beside} of them not archived yet`,
    ],
    ...(wal.missing.length > 0
      ? [["  Missing", `${wal.missing.length} segments, the first is ${wal.missing[0] ?? ""}`]]
      : []),
    ["  Space", `${megabytes(needed)} of ${megabytes(free)} free`],
    ["  Duration", `up to about ${seconds} s`],
    ["  Live cluster", liveText(live, hasLive)],
  ]).split("\n");
}

/** The differences between the live and the restored cluster, for people. */
export function comparisonLines({ facts, live, rows, changed, same }: Restored): string[] {
  const head = `Restored up to ${facts.replayed}${facts.newest ? `, newest commit at ${facts.newest}` : ""}.`;
  if (!live) {
    const total = Object.values(rows).reduce((sum, number) => sum + number, 0);
    return [
      head,
      `The live database is missing; ${Object.keys(rows).length} tables with ${total} rows were restored.`,
    ];
  }
  if (changed.length === 0)
    return [head, `All ${same} tables have the same row count as in the live database.`];
  return [head, formatTable(differenceRows(changed)), `The row counts of ${same} other tables are the same.`];
}

/** Where the old cluster is, for people. */
export function keptLine(kept: string | undefined, container: string): string {
  if (!kept) return "There was no old cluster to keep.";
  return `The old cluster is kept in ${kept}; delete it with: docker exec ${container} rm -rf ${kept}`;
}

/** Plan and result for a program; positions and times as text. */
export function restoreDocument(plan: Plan, inspection: Inspection, more: Record<string, unknown> = {}) {
  const { target, drop, backup, wal } = plan;
  return {
    target: { ...target, ...(target.kind === "lsn" ? { lsn: formatLsn(target.lsn) } : {}) },
    drop: drop ? { ...drop, before: formatLsn(drop.before) } : null,
    backup: { ...backup, start: formatLsn(backup.start), stop: formatLsn(backup.stop) },
    wal,
    space: { needed: plan.needed, free: plan.free },
    live: inspection.hasLive ? { folder: liveFolder, state: inspection.live.state } : null,
    ...more,
  };
}
