import pLimit from "p-limit";
import type { Progress } from "../terminal/progress.ts";
import { failedCheck, type Outcome, type Part, type Stage } from "./part.ts";

/** What a part found, and how long it took. */
export interface Ended {
  label: string;
  milliseconds: number;
  outcome: Outcome;
}

async function runPart(progress: Progress, part: Part): Promise<Ended> {
  const began = performance.now();
  const outcome = await outcomeOf(progress, part);
  return { label: part.label, milliseconds: performance.now() - began, outcome };
}

async function outcomeOf(progress: Progress, part: Part): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  try {
    await progress.step(part.label, async (step) => {
      const outcome = await part.run(step);
      outcomes.push(outcome);
      step.detail(`${outcome.passed} passed${outcome.failed > 0 ? `, ${outcome.failed} failed` : ""}`);
      // Marks the step as failed in the list; the rest goes on.
      if (outcome.failed > 0) throw new Error(part.label);
    });
  } catch (error) {
    if (outcomes.length === 0) return failedCheck([error instanceof Error ? error.message : String(error)]);
  }
  return outcomes[0] ?? failedCheck(["it ended without a result"]);
}

function runStage(progress: Progress, { parts, atOnce = 1 }: Stage): Promise<Ended[]> {
  return pLimit(atOnce).map(parts, (part) => runPart(progress, part));
}

/** Runs all parts, also after a failure. @returns what each found, in the order of the stages */
export async function runStages(progress: Progress, stages: readonly Stage[]): Promise<Ended[]> {
  const all: Ended[] = [];
  for (const stage of stages) all.push(...(await runStage(progress, stage)));
  return all;
}
