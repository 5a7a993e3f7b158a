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
  ["nothing there", [], "full"],
  ["only in another repository", [made("full", 1, { repository: 2 })], "full"],
  ["a recent full one", [made("full", 3)], undefined],
  ["a full one of this morning", [made("full", 4)], "incr"],
  ["a recent incremental one", [made("full", 100), made("incr", 1)], undefined],
  ["a full one of last week", [made("full", 168), made("incr", 1)], "full"],
  ["the last full one is damaged", [made("full", 1, { damaged: true })], "full"],
  ["made in the future: the clock was wrong", [made("full", -24)], "full"],
  ["made anew after one of the future", [made("full", -24), made("full", 1)], undefined],
  ["made a minute ahead: two clocks differ", [made("full", -1 / 60)], undefined],
] satisfies [string, Backup[], string | undefined][])("%s", (_what, backups, due) => {
  expect(dueBackup(backups, 1, now, schedule)).toBe(due);
});

test.each([-400, -2, 2, 400])(
  "a clock that jumps by %i days has one backup made, and no other soon after",
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

test("a failed run is tried again after a minute, then less and less often, at least every hour", () => {
  expect([1, 2, 3, 7, 100].map((failures) => retryDelay(failures) / 60_000)).toEqual([1, 2, 4, 60, 60]);
});
