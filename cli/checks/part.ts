import type { StepHandle } from "../terminal/progress.ts";
import type { Taken } from "./test-times.ts";

/** What a part of the tests found. */
export interface Outcome {
  passed: number;
  failed: number;
  /** What a person has to read when something failed. */
  output: readonly string[];
  /** What its tests took; default: it has no tests of its own. */
  times?: readonly Taken[];
}

/** A part of `./tovrun test`: one check, or one run of tests. */
export interface Part {
  label: string;
  run(step: StepHandle): Promise<Outcome>;
}

/** Parts that wait for the stage before them, and start in order, so many of them at once. */
export interface Stage {
  parts: readonly Part[];
  /** Default: one after the other. */
  atOnce?: number;
}

export const onePassed: Outcome = { passed: 1, failed: 0, output: [] };

/** A single check that failed. */
export function failedCheck(output: readonly string[]): Outcome {
  return { passed: 0, failed: 1, output };
}

/** The sum of outcomes, without their output. */
export function total(outcomes: readonly Outcome[]): { passed: number; failed: number } {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + of(outcome), 0);
  return { passed: sum(({ passed }) => passed), failed: sum(({ failed }) => failed) };
}
