import { expect, test } from "vitest";
import { gapsOf } from "./archive.ts";

const segment = (line: number, number: number) =>
  [line, Math.floor(number / 256), number % 256]
    .map((part) => part.toString(16).toUpperCase().padStart(8, "0"))
    .join("");
const line = (number: number, ...segments: number[]) => segments.map((one) => segment(number, one));

test.each([
  ["all there", line(1, 4, 5, 6), []],
  ["over the end of a folder", line(1, 4, ...Array.from({ length: 300 }, (_, index) => 5 + index)), []],
  ["what is older does not count", line(1, 1, 4, 5), []],
  ["one is missing", line(1, 4, 6), [[5, 5, 1]]],
  ["a row is missing over the end of a folder", line(1, 4, 5, 260), [[6, 259, 254]]],
  [
    "two gaps",
    line(1, 4, 6, 8),
    [
      [5, 5, 1],
      [7, 7, 1],
    ],
  ],
  ["the first is missing", line(1, 5, 6), [[4, 4, 1]]],
  ["nothing there", [], [[4, 4, 1]]],
  ["another time line begins where it may", [...line(1, 4, 5), ...line(2, 9, 10)], []],
  ["a gap in the later time line", [...line(1, 4, 5), ...line(2, 5, 7)], [[6, 6, 1, 2]]],
] satisfies [string, string[], number[][]][])("%s", (_what, segments, gaps) => {
  expect(gapsOf(segments, segment(1, 4))).toEqual(
    gaps.map(([first = 0, last = 0, count, timeline = 1]) => ({
      first: segment(timeline, first),
      last: segment(timeline, last),
      count,
    })),
  );
});
