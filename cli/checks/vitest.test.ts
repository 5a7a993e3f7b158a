import { expect, test } from "vitest";
import { inCheckout } from "../checkout/place.ts";
import { total } from "./part.ts";
import { readReport } from "./vitest.ts";

const file = inCheckout("cli/x.test.ts");

function reportOf(numPassedTests: number, numFailedTests: number, testResults: object[]) {
  return readReport(JSON.stringify({ numPassedTests, numFailedTests, testResults }));
}

test("counts what passed and failed, and tells the failures", () => {
  const assertionResults = [
    { fullName: "adds", status: "passed", failureMessages: [] },
    { fullName: "takes away", status: "failed", failureMessages: ["expected 1 to be 2"] },
  ];
  const outcome = reportOf(1, 1, [{ name: file, status: "failed", assertionResults }]);
  expect(outcome).toMatchObject({ passed: 1, failed: 1 });
  expect(outcome.output).toEqual(["cli/x.test.ts: takes away", "    expected 1 to be 2"]);
});

test("a file that cannot be loaded is one failure", () => {
  const broken = { name: file, status: "failed", message: "no such module", assertionResults: [] };
  expect(reportOf(3, 0, [broken])).toMatchObject({
    passed: 3,
    failed: 1,
    output: ["cli/x.test.ts could not run", "    no such module"],
  });
});

test("a file of which a hook failed says why", () => {
  const broken = { name: file, status: "failed", message: "", assertionResults: [] };
  const text = JSON.stringify({ numPassedTests: 0, numFailedTests: 0, testResults: [broken] });
  const printed = " ✓ something\n FAIL  unit cli/x.test.ts > a group\nError: the server does not answer";
  expect(readReport(text, printed).output).toEqual([
    "cli/x.test.ts could not run",
    "    Error: the server does not answer",
  ]);
});

test("outcomes add up", () => {
  const outcomes = [
    { passed: 1, failed: 0, output: [] },
    { passed: 10, failed: 2, output: ["x"] },
  ];
  expect(total(outcomes)).toEqual({ passed: 11, failed: 2 });
});
