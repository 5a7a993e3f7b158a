import { expect, test } from "vitest";
import {
  formatLsn,
  isInHistory,
  parseHistory,
  parseLsn,
  parseSegment,
  runsOf,
  segmentName,
  segmentNumber,
} from "./wal.ts";

test.each([
  ["0/7001500", 0x7001500n],
  ["1/0", 0x100000000n],
  ["FFFFFFFF/FFFFFFFF", 0xffffffffffffffffn],
])("the position %s is parsed and formatted", (text, lsn) => {
  expect(parseLsn(text)).toBe(lsn);
  expect(formatLsn(lsn)).toBe(text);
});

test.each(["", "7001500", "0/xyz", "0/1; DROP", "123456789/0"])("'%s' is not a position", (text) => {
  expect(() => parseLsn(text)).toThrow("is not a position");
});

test.each([
  ["000000010000000000000007", 1, 7n, false],
  ["0000000A00000002000000FF.partial", 10, 2n * 256n + 255n, true],
])("the segment file %s is parsed", (file, timeline, number, partial) => {
  const name = file.replace(".partial", "");
  expect(parseSegment(file)).toEqual({ name, timeline, number, partial });
  expect(segmentName(timeline, number)).toBe(name);
});

test.each([
  "00000002.history",
  "000000010000000000000006.00000028.backup",
  "archive_status",
  "",
  "00000001000000000000000G",
])("the file '%s' is not a segment", (file) => {
  expect(parseSegment(file)).toBeUndefined();
});

test("a position belongs to the segment that contains it", () => {
  expect(segmentName(1, segmentNumber(parseLsn("2/FF000028")))).toBe("0000000100000002000000FF");
});

test("positions after a timeline's fork are not in the history", () => {
  const ancestry = parseHistory(3, "1\t0/7001088\tbefore 0/7001088\n\n2\t0/9000000\tno recovery target\n");
  expect(isInHistory(ancestry, 1, parseLsn("0/7001087"))).toBe(true);
  expect(isInHistory(ancestry, 1, parseLsn("0/7001088"))).toBe(false);
  expect(isInHistory(ancestry, 2, parseLsn("0/8000000"))).toBe(true);
  expect(isInHistory(ancestry, 3, parseLsn("5/0"))).toBe(true);
  expect(isInHistory(ancestry, 4, parseLsn("0/1"))).toBe(false);
});

test("segments are grouped into gapless runs per timeline, newest first", () => {
  const files = ["000000010000000000000005", "000000020000000000000007.partial", "000000010000000000000003"];
  const segments = [
    ...files,
    "000000010000000000000004",
    "000000010000000000000007",
    "000000010000000000000004",
  ];
  expect(runsOf(segments.flatMap((file) => parseSegment(file) ?? []))).toEqual([
    { timeline: 2, first: "000000020000000000000007", last: "000000020000000000000007" },
    { timeline: 1, first: "000000010000000000000003", last: "000000010000000000000005" },
    { timeline: 1, first: "000000010000000000000007", last: "000000010000000000000007" },
  ]);
});
