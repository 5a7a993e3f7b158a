import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { hostStack } from "../hosts/stacks.ts";
import { bounded } from "../summary/bounded.ts";
import { json } from "../summary/json.ts";
import { linksOf } from "../summary/links.ts";
import { markdown } from "../summary/markdown.ts";
import { plainText } from "../summary/plain-text.ts";
import { publish, setOutput, writeJobSummary } from "../summary/publish.ts";
import { readDrift, summarizeDrift } from "../summary/read-drift.ts";
import { readPlan } from "../summary/read-plan.ts";
import type { Report, Verdict } from "../summary/report.ts";
import { summarize } from "../summary/summarize.ts";
import { type WorkflowRun, workflowRun } from "../summary/workflow-run.ts";
import { EXIT, type ExitName, Failure } from "../terminal/exit.ts";

interface SummaryOptions {
  readonly stack?: string;
  readonly from: string;
  readonly format: keyof typeof FORMATS;
  readonly comment?: boolean;
  readonly jobSummary?: boolean;
  readonly withdraw?: string;
}

const FORMATS = { text: plainText, markdown, json } as const;

/** A refused or failed preview fails the job, after everything has been said about it. */
const EXIT_OF: Readonly<Record<Verdict, ExitName>> = {
  unchanged: "ok",
  changes: "ok",
  refused: "policy",
  failed: "failed",
  unfinished: "failed",
};

async function readInput(from: string): Promise<string> {
  if (from === "-" && process.stdin.isTTY)
    throw new Failure(
      "usage",
      "there is nothing to read: pipe './tovrun preview STACK --json' into it, or name a file with --from",
    );
  try {
    return from === "-" ? await readAll(process.stdin) : readFileSync(from, "utf8");
  } catch (error) {
    throw unreadable(from, error);
  }
}

function unreadable(from: string, cause: unknown): Failure {
  const text = `${from} cannot be read; give --from the output of './tovrun preview STACK --json'`;
  return new Failure("usage", text, { cause });
}

function inWorkflow(option: string): WorkflowRun {
  const run = workflowRun(process.env);
  if (run) return run;
  throw new Failure(
    "usage",
    `${option} works in a GitHub workflow only (GITHUB_REPOSITORY is not set); leave it out`,
  );
}

async function comment(run: WorkflowRun, stack: string, text: string, onlyExisting = false): Promise<void> {
  const token = process.env.GITHUB_TOKEN || undefined;
  const outcome = await publish(run, { stack, markdown: text, token, onlyExisting });
  const words = outcome === "forbidden" ? "not allowed here, so the job's summary has it" : outcome;
  process.stderr.write(`comment of ${stack}: ${words}\n`);
}

async function withdraw(list: string): Promise<void> {
  const run = inWorkflow("--withdraw");
  for (const each of list.split(",")) {
    const stack = hostStack(each);
    const text = `### Preview of \`${stack}\`: not changed any more\n\nThis pull request no longer changes what it is made from.`;
    await comment(run, stack, text, true);
  }
}

async function tell(report: Report, options: SummaryOptions): Promise<void> {
  process.stdout.write(`${bounded(report, FORMATS[options.format])}\n`);
  if (options.jobSummary) {
    const run = inWorkflow("--job-summary");
    writeJobSummary(run, bounded(report, markdown));
    setOutput(run, "changes", String(report.verdict === "changes"));
  }
  if (options.comment) await comment(inWorkflow("--comment"), report.stack, bounded(report, markdown));
}

function readReport(text: string, stack: string | undefined): Report {
  const run = workflowRun(process.env);
  const drift = readDrift(text, stack);
  if (drift) return summarizeDrift(drift, linksOf(drift.stack, run));
  const plan = readPlan(text, stack);
  return summarize(plan, linksOf(plan.stack, run, plan.configuration));
}

async function summary(options: SummaryOptions): Promise<void> {
  if (options.withdraw) return withdraw(options.withdraw);
  const report = readReport(await readInput(options.from), options.stack);
  await tell(report, options);
  process.exitCode = EXIT[EXIT_OF[report.verdict]].code;
}

export function configure(command: Command): void {
  command
    .description(
      "Tells what a preview or deployment changes, from the engine's JSON: what stops and for how long, which data goes, then images, migrations and settings; or what has drifted. Secrets are left out.",
    )
    .option(
      "--from <file>",
      "output of './tovrun preview STACK --json' or './tovrun drift STACK --json'; - is standard input",
      "-",
    )
    .option("--stack <stack>", "the stack it is about (default: the one that the output names)")
    .addOption(
      new Option("--format <format>", "of what is printed").choices(Object.keys(FORMATS)).default("text"),
    )
    .option("--comment", "in a workflow: write it into the stack's one comment on the pull request")
    .option("--job-summary", "in a workflow: add it to the job's summary, and set the output 'changes'")
    .option(
      "--withdraw <stacks>",
      "in a workflow: only say in the comments of these stacks (a,b) that they are not changed any more",
    )
    .addHelpText(
      "after",
      `\nExit code ${EXIT.ok.code}: told; ${EXIT.policy.code}: told, and a policy refuses it; ${EXIT.failed.code}: told, and the engine failed.`,
    )
    .action(summary);
}
