import type { Command } from "commander";
import { Failure } from "../exit.ts";
import { HOST_STACKS } from "../hosts/stacks.ts";
import { place } from "../place.ts";
import { capture, tail } from "../run.ts";
import { affectedStacks } from "../summary/affected.ts";

interface AffectedOptions {
  readonly base: string;
  readonly json?: boolean;
}

/** Files that differ between where HEAD left the base and HEAD; a renamed file counts by both names. */
async function changedFiles(base: string): Promise<string[]> {
  const args = ["diff", "--name-only", "--no-renames", "-z", "--end-of-options", `${base}...HEAD`];
  const { code, stdout, stderr } = await capture("git", args, { cwd: place.checkout });
  if (code === 0) return stdout.split("\0").filter((file) => file !== "");
  throw new Failure(
    "usage",
    `git cannot compare HEAD with '${base}'; fetch it, or name another commit with --base`,
    {
      detail: tail(stderr, 3),
    },
  );
}

async function affected({ base, json }: AffectedOptions): Promise<void> {
  const stacks = affectedStacks(await changedFiles(base));
  const others = HOST_STACKS.filter((stack) => !stacks.includes(stack));
  const lines = json ? [JSON.stringify({ stacks, others })] : stacks;
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

export function configure(command: Command): void {
  command
    .description(
      `Lists the stacks (of ${HOST_STACKS.join(", ")}) whose inputs differ between a commit and HEAD: their programs, settings, templates, images, policies. In doubt a stack is listed.`,
    )
    .requiredOption("--base <commit>", "the commit or branch to compare with")
    .option("--json", 'print {"stacks": […], "others": […]}')
    .action(affected);
}
