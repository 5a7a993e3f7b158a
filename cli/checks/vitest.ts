import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { inCheckout } from "../../paths.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { failedCheck, type Outcome, type Part } from "./part.ts";
import { readTimes, type Taken, timesVariable } from "./test-times.ts";

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

type Report = z.infer<typeof report>;
const lineCount = 12;

function firstLines(text: string): string[] {
  return text
    .split("\n")
    .slice(0, lineCount)
    .map((line) => `    ${line}`);
}

/** What vitest printed about a file of which only a hook failed: the report has no word of that. */
function saidOf(file: string, printed: string): string {
  const lines = printed.split("\n");
  const at = lines.findIndex((line) => line.includes("FAIL") && line.includes(file));
  return at === -1 ? "" : lines.slice(at + 1, at + 1 + lineCount).join("\n");
}

function failuresOf({ testResults }: Report, printed: string): string[] {
  return testResults.flatMap(({ name, message, status, assertionResults }) => {
    const file = name.replace(`${inCheckout()}/`, "");
    const failed = assertionResults.filter((result) => result.status === "failed");
    if (failed.length === 0 && status === "failed")
      return [`${file} could not run`, ...firstLines(message || saidOf(file, printed))];
    return failed.flatMap((result) => [
      `${file}: ${result.fullName}`,
      ...firstLines(result.failureMessages?.join("\n") ?? ""),
    ]);
  });
}

/**
 * What vitest's JSON report says. A file that could not even be loaded counts as one failure.
 * @param printed what it printed besides
 */
export function readReport(text: string, printed = ""): Outcome {
  const parsed = report.parse(JSON.parse(text));
  const broken = parsed.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  );
  return {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests + broken.length,
    output: failuresOf(parsed, printed),
  };
}

/** A run of one of vitest's projects. */
interface ProjectRun {
  project: string;
  env: NodeJS.ProcessEnv;
  /** Seconds after which it is ended; default: never. */
  limit: number | undefined;
}

const reporters = ["verbose", "json", inCheckout("cli/checks/test-times-reporter.ts")];

/** Runs one of vitest's projects and counts from its report. */
async function runProject({ project, env, limit }: ProjectRun, step: StepHandle): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-vitest-"));
  const [file, times] = [join(folder, "report.json"), join(folder, "times.json")];
  const args = [
    ...["run", `--project=${project}`, `--outputFile.json=${file}`],
    ...reporters.map((reporter) => `--reporter=${reporter}`),
  ];
  try {
    const child = execa(inCheckout("node_modules", ".bin", "vitest"), args, {
      cwd: inCheckout(),
      env: { ...env, NO_COLOR: "1", CI: "1", [timesVariable]: times },
      extendEnv: false,
      reject: false,
      all: true,
      stdin: "ignore",
      ...(limit === undefined ? {} : { timeout: limit * 1000 }),
    });
    let done = 0;
    for await (const line of child.iterable({ from: "all" })) {
      if (/^\s*[✓×✗↓] /.test(line)) step.detail(`${++done} tests`);
    }
    const { exitCode, timedOut, all } = await child;
    if (timedOut)
      return failedCheck([`it was ended after ${limit} s; it said:`, ...all.split("\n").slice(-30)]);
    const outcome = { ...readReportFile(file, all), times: readTimesFile(times) };
    const unexplained = exitCode !== 0 && outcome.failed === 0;
    return unexplained ? { ...outcome, failed: 1, output: all.split("\n").slice(-30) } : outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nothing when vitest ended before it wrote them: that is reported otherwise. */
function readTimesFile(file: string): Taken[] {
  return existsSync(file) ? readTimes(readFileSync(file, "utf8")) : [];
}

function readReportFile(file: string, output: string): Outcome {
  try {
    return readReport(readFileSync(file, "utf8"), output);
  } catch {
    return {
      passed: 0,
      failed: 1,
      output: ["vitest left no report; it said:", ...output.split("\n").slice(-30)],
    };
  }
}

/** One of vitest's projects as a part of the tests. @param limit seconds after which it is ended; default: never */
export function vitestPart(
  label: string,
  project: string,
  environment: () => Promise<NodeJS.ProcessEnv>,
  limit?: number,
): Part {
  return { label, run: async (step) => runProject({ project, env: await environment(), limit }, step) };
}
