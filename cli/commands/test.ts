import type { Command } from "commander";
import { inCheckout } from "../../paths.ts";
import { downTest, hasData } from "../checks/down-test.ts";
import { goChecks } from "../checks/go-checks.ts";
import { labParts } from "../checks/lab-parts.ts";
import { failedCheck, type Outcome, onePassed, type Part, total } from "../checks/part.ts";
import { staticChecks } from "../checks/static-checks.ts";
import { vitestPart } from "../checks/vitest.ts";
import { workflowChecks } from "../checks/workflow-checks.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { ensureDocker } from "../machine/docker.ts";
import { ensureProgram } from "../machine/programs.ts";
import { capture, tail } from "../process/run.ts";
import { inspectContainers } from "../stack/containers.ts";
import { exitCodes } from "../terminal/exit.ts";
import { createProgress, type Progress, type StepHandle } from "../terminal/progress.ts";

interface TestOptions {
  checks?: boolean;
  quick?: boolean;
  lab?: boolean;
  purge?: boolean;
  yes?: boolean;
}

/** `./tovrun up` as a part of the tests, its words shown as they come. */
function upPart(label: string): Part {
  return {
    label,
    run: async (step: StepHandle) => {
      step.detail("./tovrun up");
      const { code, stdout, stderr } = await capture(
        inCheckout("tovrun"),
        ["up", "--profile", "core,database,monitoring", "--yes"],
        { cwd: inCheckout() },
      );
      return code === 0 ? onePassed : failedCheck(tail(`${stdout}\n${stderr}`, 30));
    },
  };
}

/** What needs nothing but this checkout. */
async function checkoutParts({ checks = false, quick = checks }: TestOptions): Promise<Part[]> {
  const unitTests = vitestPart("Unit tests", "unit", async () => process.env);
  return [
    ...staticChecks,
    ...(await goChecks(quick)),
    ...workflowChecks(quick),
    ...(checks ? [] : [unitTests]),
  ];
}

/** What needs the engine and the running stack; unless `purge`, leaves the machine as found: data, and whether it runs. */
async function stackParts(purge: boolean, lab: boolean): Promise<Part[]> {
  const [ran, data] = [(await inspectContainers()).length > 0, await hasData()];
  return [
    upPart("Stack up"),
    vitestPart("Conformance of the plugins", "conformance", quietEnvironment),
    vitestPart("Stack and browser", "stack", quietEnvironment),
    ...(lab ? await labParts() : []),
    downTest(purge || !data),
    ...(ran && !purge ? [upPart("Stack up again, as before")] : []),
  ];
}

async function runPart(progress: Progress, part: Part): Promise<Outcome> {
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

function report(parts: readonly Part[], outcomes: readonly Outcome[]): string {
  const failures = outcomes.flatMap(({ output, failed }, index) =>
    failed > 0 ? ["", `✗ ${parts[index]?.label ?? ""}`, ...output.map((line) => `  ${line}`)] : [],
  );
  const { passed, failed } = total(outcomes);
  return [...failures, `${passed} passed, ${failed} failed`, ""].join("\n");
}

async function ensurePrograms(progress: Progress, options: TestOptions): Promise<void> {
  const yes = options.yes ?? false;
  const shell = { progress, yes, why: "which checks shell scripts" };
  await ensureProgram(["shellcheck"], "shellcheck", shell);
  if (options.checks || options.quick) return;
  // Before parts that compile for minutes.
  await ensureDocker(progress, yes);
  const browser = { progress, yes, why: "which tests the pages" };
  await ensureProgram(["chromium", "chromium-browser", "google-chrome"], "chromium", browser);
}

async function test(options: TestOptions): Promise<void> {
  const purge = options.purge ?? Boolean(process.env.CI);
  const lab = options.lab ?? false;
  const parts = [
    ...(await checkoutParts(options)),
    ...(options.checks || options.quick ? [] : await stackParts(purge, lab)),
  ];
  const progress = createProgress({ total: parts.length });
  const outcomes: Outcome[] = [];
  try {
    await ensurePrograms(progress, options);
    for (const part of parts) outcomes.push(await runPart(progress, part));
  } finally {
    progress.close();
  }
  process.stdout.write(report(parts, outcomes));
  process.exitCode = total(outcomes).failed === 0 ? exitCodes.ok.code : exitCodes.failed.code;
}

export function configure(command: Command): void {
  command
    .description(
      "Runs every check (types, lint, imports, unused code, words, secrets, shell, Go, workflows) and every test: unit, conformance of the plugins, the deployed stack, the browser, deployments to test hosts (with --lab), and that down leaves nothing behind. Brings the stack up for it and leaves the machine as it was. A check counts as one; the last line is 'N passed, N failed'.",
    )
    .option("--checks", "only the checks, without any test")
    .option("--quick", "only the checks and unit tests, which need no Docker")
    .option("--lab", "also deploy to the test hosts of ./tovrun lab, which are brought up for it")
    .option("--purge", "end with down --purge, the local data included (the default where CI is set)")
    .option("--yes", "do not ask before system packages are installed")
    .action(test);
}
