import { expect, test } from "vitest";
import { differences } from "./difference.ts";
import { leastReached, requireFeasible, resolveTarget, walNeed } from "./plan.ts";
import { chooseBackup, parseInfo } from "./repository.ts";
import { parseMoment, parseTarget } from "./target.ts";
import { parseHistory, parseLsn, parseSegment } from "./wal.ts";

const entry = (label: string, segment: number, stop: number, more: Record<string, unknown> = {}) => ({
  label,
  type: "full",
  error: false,
  archive: {
    start: `0000000100000000000000${segment.toString(16).padStart(2, "0").toUpperCase()}`,
    stop: null,
  },
  lsn: { start: `0/${segment}000028`, stop: `0/${segment}000158` },
  timestamp: { start: stop - 1, stop },
  info: { size: 23_421_937 },
  database: { id: 1, "repo-key": 1 },
  ...more,
});
const information = (backup: unknown[]) =>
  JSON.stringify([
    {
      name: "tovplay",
      backup,
      archive: [{ id: "17-1", database: { "repo-key": 1 } }],
      status: { code: 0, message: "ok" },
    },
  ]);
const repository = parseInfo(
  information([
    entry("early", 2, 1000),
    entry("late", 4, 2000),
    entry("late", 4, 2000, { database: { id: 1, "repo-key": 2 } }),
    entry("broken", 5, 3000, { error: true }),
  ]),
  "tovplay",
);
const late = chooseBackup(repository, {}, undefined);
if (!late) throw new Error("there is a backup");

test("a system identifier keeps all its digits", () => {
  expect(
    parseInfo(
      `[${JSON.stringify({ name: "tovplay", backup: [entry("a", 2, 1)], archive: [], status: { code: 0, message: "" } }).slice(0, -1)},"db":[{"system-id":7710588097346986123}]}]`,
      "tovplay",
    ).systemIdentifiers,
  ).toEqual(["7710588097346986123"]);
});

test("a stanza without backups is refused", () => {
  expect(() => parseInfo(information([]), "tovplay")).toThrow("there is no backup of tovplay");
  expect(() => parseInfo("[]", "tovplay")).toThrow("no repository contains it");
});

test.each([
  ["the newest good one", {}, undefined, "late"],
  ["before a position", { lsn: parseLsn("0/4000157") }, undefined, "early"],
  ["at a position", { lsn: parseLsn("0/4000158") }, undefined, "late"],
  ["before a time", { time: new Date(2_000_000) }, undefined, "early"],
  ["before a fork", {}, parseHistory(2, "1 0/3000000 x"), "early"],
  ["too early", { time: new Date(1) }, undefined, undefined],
])("a restore starts from the right base backup: %s", (_, until, ancestry, label) => {
  const chosen = chooseBackup(repository, until, ancestry);
  expect(chosen?.label).toBe(label);
  expect(chosen?.repository ?? 1).toBe(1);
});

const source = (...files: string[]) => ({
  kind: "receiver" as const,
  segments: files.flatMap((file) => parseSegment(file) ?? []),
});
const target = { kind: "lsn", lsn: parseLsn("0/6000100"), timeline: 1 } as const;
const name = (number: number) => `00000001000000000000000${number}`;

test.each([
  ["all archived", [4, 5, 6], [], { beside: 0, missing: [] }],
  ["the last one only received", [4, 5], [`${name(6)}.partial`], { beside: 1, missing: [] }],
  ["a gap", [4], [name(6)], { beside: 1, missing: [name(5)] }],
])("a restore needs the segments up to its target: %s", (_, archived, received, expected) => {
  const need = walNeed(
    { target, backup: late },
    new Set(archived.map(name)),
    [source(...received)],
    parseHistory(1, ""),
  );
  expect(need).toMatchObject({ first: name(4), last: name(6), count: 3, ...expected });
});

test("missing segments or a full disk make a restore infeasible", () => {
  const live = { free: 1e9, folders: ["live"], systemIdentifier: "7", state: "in production" };
  const wal = { first: name(4), last: name(6), count: 3, beside: 0, missing: [name(5)] };
  const plan = { target, drop: undefined, backup: late, wal, needed: 1e8, free: 1e9 };
  expect(() => requireFeasible(plan, live)).toThrow(name(5));
  expect(() => requireFeasible({ ...plan, target: { kind: "time", time: new Date() } }, live)).not.toThrow();
  expect(() => requireFeasible({ ...plan, wal: { ...wal, missing: [] }, needed: 2e9 }, live)).toThrow(
    "free some space",
  );
});

test("a restore to the end of the log may stop before an unfinished record", () => {
  const wal = { first: name(4), last: name(9), count: 6, beside: 0, missing: [] };
  expect(leastReached({ kind: "latest" }, wal, late)).toBe(parseLsn("0/8000000"));
  expect(leastReached(target, wal, late)).toBe(late.stop);
});

test("a restore before a drop is refused when there was none", () => {
  expect(() => resolveTarget({ kind: "before-drop" }, undefined, 1)).toThrow("--to TIME");
});

const now = new Date("2026-11-21T12:00:00Z");

test.each([
  ["2026-11-21T09:30:00Z", "2026-11-21T09:30:00.000Z"],
  ["2026-11-21 11:30:00.25+02:00", "2026-11-21T09:30:00.250Z"],
])("the time %s is read with its zone", (text, moment) => {
  expect(parseMoment(text, now).toISOString()).toBe(moment);
});

test.each([
  "2026-11-21T09:30:00",
  "yesterday",
  "2026-13-41T09:30:00Z",
  "2026-11-21",
  "2027-01-01T00:00:00Z",
  "'; DROP",
  "2026-11-21T09:30",
])("the time '%s' is refused", (text) => {
  expect(() => parseMoment(text, now)).toThrow();
});

test.each(["2026-02-30T10:00:00Z", "2026-02-29 10:00:00+02:00", "2026-04-31T10:00Z", "2026-11-20T24:30:00Z"])(
  "the impossible date %s is refused, not moved to another day",
  (text) => {
    expect(() => parseMoment(text, now)).toThrow(`${text} does not exist; check its date, time and zone`);
  },
);

test.each([[{}], [{ beforeDrop: true, latest: true }], [{ to: "2026-11-21T09:30:00Z", latest: true }]])(
  "the options %j do not select one target",
  (options) => {
    expect(() => parseTarget(options, now)).toThrow("one of --before-drop");
  },
);

test("tables with different row counts are listed, the others are counted", () => {
  expect(differences({ a: 1, b: 2, c: 0 }, { a: 1, b: 3, d: 4 })).toEqual({
    changed: [
      { table: "b", live: 2, restored: 3 },
      { table: "c", live: 0, restored: undefined },
      { table: "d", live: undefined, restored: 4 },
    ],
    same: 1,
  });
  expect(differences(undefined, { a: 1 }).changed).toEqual([{ table: "a", live: undefined, restored: 1 }]);
});
