import { expect, test } from "vitest";
import { inCheckout } from "../../paths.ts";
import { readTimes, timesReport } from "./test-times.ts";

test("times name the file in the checkout", () => {
  const written = [{ file: inCheckout("cli/x.test.ts"), test: "adds", milliseconds: 12 }];
  expect(readTimes(JSON.stringify(written))).toEqual([{ what: "cli/x.test.ts: adds", milliseconds: 12 }]);
});

test("the report has every part in order, and the slowest tests first", () => {
  const parts = [
    { what: "Types", milliseconds: 9000 },
    { what: "Unit tests", milliseconds: 125_000 },
  ];
  const tests = [100, 65_000, 2000].map((milliseconds) => ({ what: `test ${milliseconds}`, milliseconds }));
  expect(timesReport(parts, tests, 2)).toEqual([
    "",
    "Time of each part:",
    "       9.0 s  Types",
    "  2 min 05 s  Unit tests",
    "",
    "The 2 slowest tests:",
    "  1 min 05 s  test 65000",
    "       2.0 s  test 2000",
  ]);
});

test("without tests there is no list of them", () => {
  expect(timesReport([{ what: "Types", milliseconds: 1000 }], [])).toHaveLength(3);
});
