import { expect, test } from "vitest";
import type { Backup } from "./backups.ts";
import { dueBackup, retryDelay } from "./schedule.ts";

const hour = 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 18);
const schedule = { full: 168 * hour, incr: 4 * hour };

function made(type: Backup["type"], hoursAgo: number, more: Partial<Backup> = {}): Backup {
  const stoppedAt = now - hoursAgo * hour;
  const one = { repository: 1, label: "x", type, prior: null, startedAt: stoppedAt, stoppedAt, sizeBytes: 1 };
  return { ...one, walStart: "", walStop: "", lsnStop: "0/1", damaged: false, ...more };
}

test.each([
  ["no backup", [], "full"],
  ["a backup only in another repository", [made("full", 1, { repository: 2 })], "full"],
  ["a recent full backup", [made("full", 3)], undefined],
  ["a full backup four hours old", [made("full", 4)], "incr"],
  ["a recent incremental backup", [made("full", 100), made("incr", 1)], undefined],
  ["a full backup a week old", [made("full", 168), made("incr", 1)], "full"],
  ["a damaged last full backup", [made("full", 1, { damaged: true })], "full"],
  ["a full backup dated in the future", [made("full", -24)], "full"],
  ["a recent full backup besides one dated in the future", [made("full", -24), made("full", 1)], undefined],
  ["a full backup dated one minute ahead", [made("full", -1 / 60)], undefined],
] satisfies [string, Backup[], string | undefined][])(
  "the next backup is chosen after %s",
  (_what, backups, due) => {
    expect(dueBackup(backups, 1, now, schedule)).toBe(due);
  },
);

test.each([-400, -2, 2, 400])(
  "a clock that jumps by %i days causes one backup and no other soon after",
  (days) => {
    const jumped = now + days * 24 * hour;
    const before = [made("full", 100), made("incr", 1)];
    const kind = dueBackup(before, 1, jumped, schedule);
    expect(kind).toBeDefined();
    const after = [...before, made(kind ?? "full", -days * 24)];
    expect(dueBackup(after, 1, jumped + hour, schedule)).toBeUndefined();
    expect(dueBackup(after, 1, jumped + 4 * hour, schedule)).toBe("incr");
  },
);

test("a failed run is retried after a minute, then less and less often, at least every hour", () => {
  expect([1, 2, 3, 7, 100].map((failures) => retryDelay(failures) / 60_000)).toEqual([1, 2, 4, 60, 60]);
});
