import { createLog } from "@tovplay/runtime/log";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { activeAlerts } from "../alerts/active-alerts.ts";
import { guardianMetrics } from "../metrics.ts";
import { checkRunner } from "./runner.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** How often a check due every 10 s has run by each second, if the clock jumps by `jump` ms at second 5. */
async function runsDuring(seconds: number, jump: number): Promise<number[]> {
  const counts: number[] = [];
  let runs = 0;
  const session = { ask: async () => [], end: async () => undefined };
  const check = {
    name: "one",
    everySeconds: 10,
    run: async () => {
      runs += 1;
      return [];
    },
  };
  const log = createLog({ service: "test", level: "silent" });
  const more = {
    session,
    alerts: activeAlerts(),
    metrics: guardianMetrics(),
    log,
    onChange: () => undefined,
  };
  const run = checkRunner({ checks: [check], ...more });
  for (let second = 0; second < seconds; second++) {
    if (second === 5) vi.setSystemTime(Date.now() + jump);
    await run(Date.now());
    counts.push(runs);
    vi.advanceTimersByTime(1000);
  }
  return counts;
}

const day = 86_400_000;

test.each([0, -400 * day, -day, day, 400 * day])(
  "a clock that jumps by %i ms neither skips nor repeats a check",
  async (jump) => {
    const counts = await runsDuring(21, jump);
    expect([counts[0], counts[9], counts[10], counts[19], counts[20]]).toEqual([1, 1, 2, 2, 3]);
  },
);
