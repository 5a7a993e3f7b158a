import type { Command } from "commander";
import { inCheckout } from "../../paths.ts";
import { hostStacks } from "../hosts/stacks.ts";
import { capture, tail } from "../process/run.ts";
import { affectedStacks } from "../summary/affected.ts";
import { setOutput } from "../summary/github/publish.ts";
import { workflowRun } from "../summary/github/workflow-run.ts";
import { Failure } from "../terminal/exit.ts";

interface AffectedOptions {
  base: string;
  json?: boolean;
  outputs?: boolean;
}

/** Files that differ between where HEAD left the base and HEAD; a renamed file counts by both names. */
async function changedFiles(base: string): Promise<string[]> {
  const args = ["diff", "--name-only", "--no-renames", "-z", "--end-of-options", `${base}...HEAD`];
  const { code, stdout, stderr } = await capture("git", args, { cwd: inCheckout() });
  if (code === 0) return stdout.split("\0").filter((file) => file !== "");
  throw new Failure(
    "usage",
    `git cannot compare HEAD with '${base}'; fetch it, or name another commit with --base`,
    {
      detail: tail(stderr, 3),
    },
  );
}

function setOutputs(stacks: readonly string[], others: readonly string[]): void {
  const run = workflowRun(process.env);
  if (!run)
    throw new Failure(
      "usage",
      "--outputs works in a GitHub workflow only (GITHUB_REPOSITORY is not set); leave it out",
    );
  setOutput(run, "stacks", JSON.stringify(stacks));
  setOutput(run, "others", others.join(","));
}

async function affected({ base, json, outputs }: AffectedOptions): Promise<void> {
  const stacks = affectedStacks(await changedFiles(base));
  const others = hostStacks.filter((stack) => !stacks.includes(stack));
  const lines = json ? [JSON.stringify({ stacks, others })] : stacks;
  if (outputs) setOutputs(stacks, others);
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

export function configure(command: Command): void {
  command
    .description(
      `Lists the stacks (of ${hostStacks.join(", ")}) whose inputs differ between a commit and HEAD: their programs, settings, templates, images, policies. In doubt a stack is listed.`,
    )
    .requiredOption("--base <commit>", "the commit or branch to compare with")
    .option("--json", 'print {"stacks": […], "others": […]}')
    .option("--outputs", "in a workflow: set the outputs stacks (JSON) and others (with commas)")
    .action(affected);
}
