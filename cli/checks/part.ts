import type { StepHandle } from "../terminal/progress.ts";

/** What a part of the tests found. */
export interface Outcome {
  passed: number;
  failed: number;
  /** What a person has to read when something failed. */
  output: readonly string[];
}

/** A part of `./tovrun test`: one check, or one run of tests. */
export interface Part {
  label: string;
  run(step: StepHandle): Promise<Outcome>;
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
