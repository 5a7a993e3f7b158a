import { expect, test } from "vitest";
import { gapsOf } from "./archive.ts";

const segment = (line: number, number: number) =>
  [line, Math.floor(number / 256), number % 256]
    .map((part) => part.toString(16).toUpperCase().padStart(8, "0"))
    .join("");
const line = (number: number, ...segments: number[]) => segments.map((one) => segment(number, one));

test.each([
  ["a complete series has no gap", line(1, 4, 5, 6), []],
  [
    "a series that continues in the next folder has no gap",
    line(1, 4, ...Array.from({ length: 300 }, (_, index) => 5 + index)),
    [],
  ],
  ["a gap before the start does not count", line(1, 1, 4, 5), []],
  ["one missing segment is a gap", line(1, 4, 6), [[5, 5, 1]]],
  ["missing segments across folders are one gap", line(1, 4, 5, 260), [[6, 259, 254]]],
  [
    "two separate gaps are reported",
    line(1, 4, 6, 8),
    [
      [5, 5, 1],
      [7, 7, 1],
    ],
  ],
  ["a missing first segment is a gap", line(1, 5, 6), [[4, 4, 1]]],
  ["an empty archive has a gap at the start", [], [[4, 4, 1]]],
  ["a new timeline may start at any segment", [...line(1, 4, 5), ...line(2, 9, 10)], []],
  ["a gap in a later timeline is reported", [...line(1, 4, 5), ...line(2, 5, 7)], [[6, 6, 1, 2]]],
] satisfies [string, string[], number[][]][])("%s", (_what, segments, gaps) => {
  expect(gapsOf(segments, segment(1, 4))).toEqual(
    gaps.map(([first = 0, last = 0, count, timeline = 1]) => ({
      first: segment(timeline, first),
      last: segment(timeline, last),
      count,
    })),
  );
});
