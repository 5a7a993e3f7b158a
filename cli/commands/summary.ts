import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { hostStack } from "../hosts/stacks.ts";
import { bounded } from "../summary/bounded.ts";
import { publish, setOutput, writeJobSummary } from "../summary/github/publish.ts";
import { type WorkflowRun, workflowRun } from "../summary/github/workflow-run.ts";
import { json } from "../summary/json.ts";
import { linksOf } from "../summary/links.ts";
import { markdown } from "../summary/markdown.ts";
import { plainText } from "../summary/plain-text.ts";
import { readDrift, summarizeDrift } from "../summary/read/drift.ts";
import { readPlan } from "../summary/read/plan.ts";
import type { Report, Verdict } from "../summary/report.ts";
import { summarize } from "../summary/summarize.ts";
import { type ExitName, exitCodes, Failure } from "../terminal/exit.ts";

interface SummaryOptions {
  stack?: string;
  from: string;
  format: keyof typeof formats;
  comment?: boolean;
  jobSummary?: boolean;
  withdraw?: string;
}

const formats = { text: plainText, markdown, json } as const;

/** A refused or failed preview fails the job, after everything has been said about it. */
const exitOf: Readonly<Record<Verdict, ExitName>> = {
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
      "standard input is a terminal: pipe './tovrun preview STACK --json' into it, or name a file with --from",
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
  process.stdout.write(`${bounded(report, formats[options.format])}\n`);
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
  process.exitCode = exitCodes[exitOf[report.verdict]].code;
}

export function configure(command: Command): void {
  command
    .description(
      "Summarizes a preview or deployment from the engine's JSON: what stops and for how long, which data is deleted, then images, migrations and settings; or what has drifted. Secrets are left out.",
    )
    .option(
      "--from <file>",
      "output of './tovrun preview STACK --json' or './tovrun drift STACK --json'; - is standard input",
      "-",
    )
    .option("--stack <stack>", "the stack (default: the one named in the output)")
    .addOption(
      new Option("--format <format>", "format of the output").choices(Object.keys(formats)).default("text"),
    )
    .option("--comment", "in a workflow: write the stack's comment on the pull request")
    .option("--job-summary", "in a workflow: add it to the job's summary, and set the output 'changes'")
    .option(
      "--withdraw <stacks>",
      "in a workflow: only mark the comments of these stacks (a,b) as no longer affected",
    )
    .addHelpText(
      "after",
      `\nExit code ${exitCodes.ok.code}: told; ${exitCodes.policy.code}: told, and a policy refuses it; ${exitCodes.failed.code}: told, and the engine failed.`,
    )
    .action(summary);
}
