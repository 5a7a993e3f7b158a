import type { Finding } from "@tovplay/runtime/health";
import type { Cycle } from "./runs/cycle.ts";
import type { RunRecord } from "./runs/run-record.ts";
import type { Turns } from "./runs/turns.ts";

/** A look at what is due that lies back further than this, in milliseconds, with nothing under way, means that nothing looks. */
const stale = 60_000;

/** Whether the service does its work at all. How old a backup may be is for alerts to say: a restart would not mend it. */
export function checkCycle(cycle: Cycle, turns: Turns, last: () => RunRecord[]) {
  return async (): Promise<Finding<{ lookedAt: string; ready: boolean; busy: boolean }>> => {
    const reasons: string[] = [];
    if (!turns.busy() && Date.now() - cycle.lookedAt > stale) reasons.push("nobody looks at what is due");
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
