import fc from "fast-check";
import { expect, test } from "vitest";
import type { Backup } from "./backups.ts";
import { clockInDoubt, expiry, type Retention } from "./retention.ts";

const day = 24 * 60 * 60 * 1000;
const retention: Retention = { pointInTimeDays: 7, weeks: 5, months: 12 };
const start = Date.UTC(2026, 0, 1);

let made = 0;
function backup(stoppedAt: number, type: Backup["type"] = "full", prior: string | null = null): Backup {
  made += 1;
  return {
    repository: 1,
    label: `${String(stoppedAt).padStart(15, "0")}-${String(made).padStart(6, "0")}`,
    type,
    prior,
    startedAt: stoppedAt - 1000,
    stoppedAt,
    sizeBytes: 1,
    walStart: "",
    walStop: "",
    lsnStop: "0/1",
    damaged: false,
  };
}

/** The backups left after pgBackRest has expired the chosen ones and all that depend on them. */
function after(backups: Backup[], now: number): Backup[] {
  const gone = new Set(expiry(backups, now, retention).backups);
  for (const one of backups) if (one.prior !== null && gone.has(one.prior)) gone.add(one.label);
  return backups.filter(({ label }) => !gone.has(label));
}

test.each([
  ["an empty repository", [], 0, 1],
  ["a single old backup, which is kept", [400], 0, 1],
  ["two backups of this week", [1, 2], 0, 2],
  ["the base of the window and the first backup of that week", [1, 7.2, 8, 9], 1, 2],
  ["weeks that have expired, where the first backup of a month stays", [1, 8, 100, 101], 1, 2],
  ["months that have expired, where nothing stays", [1, 8, 500], 1, 2],
])(
  "expiry with %s (ages in days: %j) expires %i backups and keeps the WAL of %i",
  (_what, ages, expired, withWal) => {
    const now = Date.UTC(2026, 10, 18);
    const backups = ages.map((age) => backup(now - age * day));
    const decided = expiry(backups, now, retention);
    expect([decided.backups.length, decided.fullBackupsWithWal]).toEqual([expired, withWal]);
  },
);

test("incremental backups expire with their WAL, from the first of their chain", () => {
  const now = start + 100 * day;
  const month = backup(now - 60 * day);
  const first = backup(now - 60 * day + 1, "incr", month.label);
  const second = backup(now - 60 * day + 2, "incr", first.label);
  const base = backup(now - 8 * day);
  const ofBase = backup(now - 8 * day + 1, "incr", base.label);
  const { backups } = expiry([month, first, second, base, ofBase], now, retention);
  expect(backups).toEqual([first.label]);
});

test.each([
  ["backups on schedule", [0, 4, 8, 12], 0, false],
  ["one missed day", [0, 30], 0, false],
  ["no backup for days", [100, 104], 0, true],
  ["no backup for days, long ago", [0, 24, 48, 72, 96, 120, 144, 168, 500], 0, false],
  ["a clock that jumped ahead by a year", [0, 4, 8], -365 * 24, true],
  ["a clock that jumped ahead before the last backup", [0, 365 * 24, 365 * 24 + 4], 0, true],
  ["a clock that jumped back by a week", [0, 4], 7 * 24, true],
  ["no backups", [], 0, false],
])(
  "%s (backups %j hours ago, clock ahead %i hours) puts the clock in doubt: %s",
  (_what, hoursAgo, ahead, doubted) => {
    const hour = day / 24;
    const backups = hoursAgo.map((hours) => backup(start - hours * hour));
    expect(clockInDoubt(backups, start - ahead * hour, retention, 32 * hour)).toBe(doubted);
  },
);

const ages = fc.array(fc.integer({ min: 0, max: 500 * 24 }), { maxLength: 80 });

test("expiry always keeps the newest backup and the base of the window, and a second run changes nothing", () => {
  fc.assert(
    fc.property(ages, (hours) => {
      const now = start + 600 * day;
      const backups = hours.map((hour) => backup(now - hour * 60 * 60 * 1000));
      const left = after(backups, now);
      const newestOf = (all: Backup[]) => Math.max(...all.map(({ stoppedAt }) => stoppedAt));
      if (backups.length > 0) expect(newestOf(left)).toBe(newestOf(backups));
      const old = (all: Backup[]) => all.filter(({ stoppedAt }) => stoppedAt <= now - 7 * day);
      if (old(backups).length > 0) expect(newestOf(old(left))).toBe(newestOf(old(backups)));
      expect(after(left, now)).toEqual(left);
      expect(expiry(left, now, retention).fullBackupsWithWal).toBe(
        expiry(backups, now, retention).fullBackupsWithWal,
      );
    }),
  );
});

test("expiry over two years keeps 7 days, 5 weeks and 12 months, for any schedule of up to a week", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 7 * 24 }), { minLength: 10, maxLength: 30 }), (gaps) => {
      let now = start;
      let backups: Backup[] = [];
      for (let turn = 0; now < start + 730 * day; turn++) {
        now += (gaps[turn % gaps.length] ?? 24) * 60 * 60 * 1000;
        backups = after([...backups, backup(now)], now);
        const reached = (days: number) => backups.some(({ stoppedAt }) => stoppedAt <= now - days * day);
        if (now > start + 15 * day) expect(reached(7)).toBe(true);
        if (now > start + 50 * day) expect(reached(28)).toBe(true);
        if (now > start + 400 * day) expect(reached(334)).toBe(true);
      }
      // No more than these and at most one per hour for the window.
      expect(backups.length).toBeLessThanOrEqual(13 + 6 + 15 * 24);
    }),
    { numRuns: 30 },
  );
}, 60_000);
