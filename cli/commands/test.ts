import type { Command } from "commander";
import { inCheckout } from "../../paths.ts";
import { downTest, hasData } from "../checks/down-test.ts";
import { goChecks } from "../checks/go-checks.ts";
import { labParts } from "../checks/lab-parts.ts";
import { failedCheck, onePassed, type Part, type Stage, total } from "../checks/part.ts";
import { type Ended, runStages } from "../checks/run-stages.ts";
import { staticChecks } from "../checks/static-checks.ts";
import { timesReport } from "../checks/test-times.ts";
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

/** What needs nothing but this checkout: unit tests, which use one processor of two, beside the checks. */
async function checkoutStage({ checks = false, quick = checks }: TestOptions): Promise<Stage> {
  const unitTests = vitestPart("Unit tests", "unit", async () => process.env);
  const parts = [...staticChecks, ...(await goChecks(quick)), ...workflowChecks(quick)];
  return { parts: [...(checks ? [] : [unitTests]), ...parts], atOnce: 2 };
}

/** What needs the engine and the running stack; unless `purge`, leaves the machine as found: data, and whether it runs. */
async function stackStages(purge: boolean, lab: boolean): Promise<Stage[]> {
  const [ran, data] = [(await inspectContainers()).length > 0, await hasData()];
  const tests = [
    vitestPart("Stack and browser", "stack", quietEnvironment),
    vitestPart("Conformance of the plugins", "conformance", quietEnvironment),
    vitestPart("The API on its database", "database", quietEnvironment),
  ];
  return [
    { parts: [upPart("Stack up")] },
    // The first has the deployed stack to itself, the others servers of their own; the last begins when one has ended.
    { parts: tests, atOnce: 2 },
    { parts: lab ? await labParts() : [] },
    { parts: [downTest(purge || !data), ...(ran && !purge ? [upPart("Stack up again, as before")] : [])] },
  ];
}

function report(ended: readonly Ended[]): string {
  const failures = ended.flatMap(({ label, outcome: { failed, output } }) =>
    failed > 0 ? ["", `✗ ${label}`, ...output.map((line) => `  ${line}`)] : [],
  );
  const parts = ended.map(({ label, milliseconds }) => ({ what: label, milliseconds }));
  const times = timesReport(
    parts,
    ended.flatMap(({ outcome }) => outcome.times ?? []),
  );
  const { passed, failed } = total(ended.map(({ outcome }) => outcome));
  return [...times, ...failures, "", `${passed} passed, ${failed} failed`, ""].join("\n");
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
  const stages = [
    await checkoutStage(options),
    ...(options.checks || options.quick ? [] : await stackStages(purge, lab)),
  ];
  const progress = createProgress({ total: stages.flatMap(({ parts }) => parts).length });
  let ended: Ended[] = [];
  try {
    await ensurePrograms(progress, options);
    ended = await runStages(progress, stages);
  } finally {
    progress.close();
  }
  process.stdout.write(report(ended));
  const { failed } = total(ended.map(({ outcome }) => outcome));
  process.exitCode = failed === 0 ? exitCodes.ok.code : exitCodes.failed.code;
}

export function configure(command: Command): void {
  command
    .description(
      "Runs every check (types, lint, imports, unused code, words, secrets, shell, Go, workflows) and every test: unit, conformance of the plugins, the API on a database, the deployed stack, the browser, deployments to test hosts (with --lab), and that down leaves nothing behind. Brings the stack up for it and leaves the machine as it was. Ends with what each part took, the 20 slowest tests and what failed. A check counts as one; the last line is 'N passed, N failed'.",
    )
    .option("--checks", "only the checks, without any test")
    .option("--quick", "only the checks and unit tests, which need no Docker")
    .option("--lab", "also deploy to the test hosts of ./tovrun lab, which are brought up for it")
    .option("--purge", "end with down --purge, the local data included (the default where CI is set)")
    .option("--yes", "do not ask before system packages are installed")
    .action(test);
}
