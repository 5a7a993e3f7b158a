import { formatTable } from "../terminal/table.ts";
import { LIVE } from "./cluster.ts";
import { differenceRows } from "./difference.ts";
import type { Drop } from "./find-drop.ts";
import { megabytes, type Plan } from "./plan.ts";
import type { Prospect } from "./prospect.ts";
import type { Restored } from "./restore.ts";
import type { Target } from "./target.ts";
import { formatLsn } from "./wal.ts";

/** Control characters and line ends would let a statement write on the terminal what it likes. */
function oneLine(text: string, length = 160): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return clean.length > length ? `${clean.slice(0, length - 1)}…` : clean;
}

/** Who destroyed what, when and from where. */
export function dropLines({ what, time, before, statement }: Drop, databaseName: string): string[] {
  const thing = what === "database" ? `The database ${databaseName} was dropped` : "A table was dropped";
  const when = time ? `at ${time.toISOString()}` : "in a transaction that was never finished";
  const lines = [`${thing} ${when}; the log before it ends at ${formatLsn(before)}.`];
  if (!statement) return [...lines, "  The structured log does not tell by whom."];
  const { role, from, application } = statement;
  const by = `  by ${oneLine(role, 63)} from ${oneLine(from, 63)}${application ? ` (${oneLine(application, 63)})` : ""}`;
  return [...lines, `${by}: ${oneLine(statement.statement)}`];
}

function targetText(target: Target): string {
  if (target.kind === "time") return `the last commit up to ${target.time.toISOString()}`;
  if (target.kind === "latest") return "the end of the log";
  return `right before ${formatLsn(target.lsn)} on timeline ${target.timeline}`;
}

function liveText({ state, systemIdentifier }: Prospect["live"], hasLive: boolean): string {
  if (hasLive) return `there, ${state ?? "in an unknown state"}`;
  if (systemIdentifier) return `another one (${systemIdentifier}) than the backups are of`;
  return "gone: there is nothing to compare with";
}

/** Bytes a second that a restore moves at least, on a slow disk. */
const SLOW = 40e6;

/** What a restore will do, for people. */
export function planLines(
  { target, backup, wal, needed, free }: Plan,
  { live, hasLive }: Prospect,
): string[] {
  const seconds = Math.ceil(3 + (backup.size + wal.count * 16e6) / SLOW);
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
    ["  Takes", `up to about ${seconds} s`],
    ["  Live cluster", liveText(live, hasLive)],
  ]).split("\n");
}

/** What differs between the live cluster and the restored one. */
export function comparisonLines({ facts, live, rows, changed, same }: Restored): string[] {
  const head = `Restored up to ${facts.replayed}${facts.newest ? `, the newest commit of ${facts.newest}` : ""}.`;
  if (!live) {
    const total = Object.values(rows).reduce((sum, number) => sum + number, 0);
    return [
      head,
      `The live database is gone; restored are ${Object.keys(rows).length} tables with ${total} rows.`,
    ];
  }
  if (changed.length === 0) return [head, `All ${same} tables have as many rows as the live ones.`];
  return [
    head,
    formatTable(differenceRows(changed)),
    `${same} other tables have as many rows as the live ones.`,
  ];
}

/** What to say of the old cluster. */
export function keptLine(kept: string | undefined, container: string): string {
  if (!kept) return "There was no old cluster to keep.";
  return `The old cluster is kept in ${kept}; when nobody needs it: docker exec ${container} rm -rf ${kept}`;
}

/** The whole of it for a program; positions and moments as text. */
export function restoreDocument(plan: Plan, prospect: Prospect, more: Record<string, unknown> = {}) {
  const { target, drop, backup, wal } = plan;
  return {
    target: { ...target, ...(target.kind === "lsn" ? { lsn: formatLsn(target.lsn) } : {}) },
    drop: drop ? { ...drop, before: formatLsn(drop.before) } : null,
    backup: { ...backup, start: formatLsn(backup.start), stop: formatLsn(backup.stop) },
    wal,
    space: { needed: plan.needed, free: plan.free },
    live: prospect.hasLive ? { folder: LIVE, state: prospect.live.state } : null,
    ...more,
  };
}
