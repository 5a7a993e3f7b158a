import { appendFileSync } from "node:fs";
import { Failure } from "../../terminal/exit.ts";
import { type CommentPlace, markerOf, type Outcome, writeComment } from "./comment.ts";
import { GitHubError, gitHubApi } from "./github-api.ts";
import type { WorkflowRun } from "./workflow-run.ts";

/** Appends Markdown to the job's summary, where there is one. */
export function writeJobSummary({ summaryFile }: WorkflowRun, markdown: string): void {
  if (summaryFile) appendFileSync(summaryFile, `${markdown}\n\n`);
}

/** Sets an output of the step, where a workflow runs it. */
export function setOutput({ outputFile }: WorkflowRun, name: string, value: string): void {
  if (outputFile) appendFileSync(outputFile, `${name}=${value}\n`);
}

/** @throws {Failure} when the run is for no pull request */
function placeOf({ repository, pullRequest }: WorkflowRun, stack: string): CommentPlace {
  if (pullRequest === undefined)
    throw new Failure(
      "usage",
      "--comment needs a run for a pull request; leave it out, or use --job-summary",
    );
  return { repository, pullRequest, marker: markerOf(stack) };
}

/** What to write where. */
export interface Publication {
  stack: string;
  markdown: string;
  /** Token that may write comments; a pull request from a fork has none or one that may not. */
  token: string | undefined;
  /** Only brings an existing comment up to date. */
  onlyExisting?: boolean;
}

/**
 * Writes the stack's comment on the pull request. Where that is not allowed, or does not succeed, the job's summary has it.
 * @throws {Failure} when GitHub keeps failing: the job should be run again
 */
export async function publish(run: WorkflowRun, publication: Publication): Promise<Outcome> {
  const { stack, markdown, token, onlyExisting = false } = publication;
  const place = { ...placeOf(run, stack), onlyExisting };
  const outcome = token ? await tryToWrite(run, place, { ...publication, token }) : "forbidden";
  if (outcome === "forbidden") writeJobSummary(run, markdown);
  return outcome;
}

async function tryToWrite(
  run: WorkflowRun,
  place: CommentPlace,
  { stack, markdown, token }: Publication & { token: string },
): Promise<Outcome> {
  try {
    return await writeComment(gitHubApi(run.api, token), place, markdown);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    writeJobSummary(run, markdown);
    throw notWritten(stack, error);
  }
}

function notWritten(stack: string, cause: GitHubError): Failure {
  const text = `the comment of ${stack} could not be written (${cause.message}); the job's summary has it, run the job again`;
  return new Failure("failed", text, { cause });
}
