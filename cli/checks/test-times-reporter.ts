import { writeFileSync } from "node:fs";
import type { TestModule } from "vitest/node";
import { timesVariable } from "./test-times.ts";

/** What a file took besides its tests: what its hooks set up and clean up. */
function hooksOf(module: TestModule, ofTests: number) {
  const milliseconds = Math.max(0, module.diagnostic().duration - ofTests);
  return { file: module.moduleId, test: "(its hooks)", milliseconds };
}

function timesOf(module: TestModule) {
  const tests = Array.from(module.children.allTests(), (test) => ({
    file: module.moduleId,
    test: test.fullName,
    milliseconds: test.diagnostic()?.duration ?? 0,
  }));
  const ofTests = tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [...tests, hooksOf(module, ofTests)];
}

/** Writes what each test and each file's hooks took, as JSON, to the file that the environment names. */
export default class TestTimesReporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const file = process.env[timesVariable];
    if (file) writeFileSync(file, JSON.stringify(modules.flatMap(timesOf)));
  }
}
