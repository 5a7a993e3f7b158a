import type { Finding } from "@tovplay/runtime/health";
import type { Cycle } from "./runs/cycle.ts";
import type { RunRecord } from "./runs/run-record.ts";
import type { Turns } from "./runs/turns.ts";

/** The scheduler counts as stuck when it is idle and last checked longer ago than this, in milliseconds. */
const stale = 60_000;

/** Whether the scheduler works. Alerts watch the age of backups, which a restart would not fix. */
export function checkCycle(cycle: Cycle, turns: Turns, last: () => RunRecord[]) {
  return async (): Promise<Finding<{ lookedAt: string; ready: boolean; busy: boolean }>> => {
    const reasons: string[] = [];
    if (!turns.busy() && Date.now() - cycle.lookedAt > stale) reasons.push("the backup scheduler is stuck");
    const check = last().findLast(({ kind }) => kind === "check");
    if (!cycle.ready && check && !check.success)
      reasons.push(`the repositories are not ready: ${check.error}`);
    const detail = {
      lookedAt: new Date(cycle.lookedAt).toISOString(),
      ready: cycle.ready,
      busy: turns.busy(),
    };
    return { detail, reasons };
  };
}
