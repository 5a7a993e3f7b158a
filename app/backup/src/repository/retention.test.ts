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

/** What is left when pgBackRest has expired what it is told, with all that depends on it. */
function after(backups: Backup[], now: number): Backup[] {
  const gone = new Set(expiry(backups, now, retention).backups);
  for (const one of backups) if (one.prior !== null && gone.has(one.prior)) gone.add(one.label);
  return backups.filter(({ label }) => !gone.has(label));
}

test.each([
  ["nothing", [], 0, 1],
  ["one old backup is all there is", [400], 0, 1],
  ["two of this week", [1, 2], 0, 2],
  ["the one before the window is needed by all of it, the first of that week stays", [1, 7.2, 8, 9], 1, 2],
  ["beyond weeks, the first of a month stays", [1, 8, 100, 101], 1, 2],
  ["beyond months, nothing stays", [1, 8, 500], 1, 2],
])("%s", (_what, ages, expired, withWal) => {
  const now = Date.UTC(2026, 10, 18);
  const backups = ages.map((age) => backup(now - age * day));
  const decided = expiry(backups, now, retention);
  expect([decided.backups.length, decided.fullBackupsWithWal]).toEqual([expired, withWal]);
});

test("incremental backups go with their WAL, by the first link of their chain", () => {
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
  ["a steady clock", [0, 4, 8, 12], 0, false],
  ["a missed day", [0, 30], 0, false],
  ["nothing was made for days", [100, 104], 0, true],
  ["no backup for days, long ago", [0, 24, 48, 72, 96, 120, 144, 168, 500], 0, false],
  ["it jumped ahead by a year", [0, 4, 8], -365 * 24, true],
  ["it jumped ahead, one backup was made", [0, 365 * 24, 365 * 24 + 4], 0, true],
  ["it jumped back by a week", [0, 4], 7 * 24, true],
  ["nothing there", [], 0, false],
])("the clock in doubt: %s", (_what, hoursAgo, ahead, doubted) => {
  const hour = day / 24;
  const backups = hoursAgo.map((hours) => backup(start - hours * hour));
  expect(clockInDoubt(backups, start - ahead * hour, retention, 32 * hour)).toBe(doubted);
});

const ages = fc.array(fc.integer({ min: 0, max: 500 * 24 }), { maxLength: 80 });

test("whatever there is: the newest and the base of the window stay, and doing it twice changes nothing", () => {
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

test("over two years, whatever the schedule up to a week: 7 days back, 5 weeks and 12 months before this one are there", () => {
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
      // No more than these, and what a week holds: one every hour at most.
      expect(backups.length).toBeLessThanOrEqual(13 + 6 + 15 * 24);
    }),
    { numRuns: 30 },
  );
}, 60_000);
