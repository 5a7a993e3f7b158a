import { readFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "../../terminal/exit.ts";

const eventSchema = z.object({
  pull_request: z
    .object({ number: z.number().int().positive(), head: z.object({ sha: z.string() }).optional() })
    .optional(),
});

/** What a GitHub workflow tells the programs it runs, by its environment variables. */
export interface WorkflowRun {
  /** Address of the site, without a slash at its end. */
  server: string;
  /** Address of the REST API, without a slash at its end. */
  api: string;
  /** `OWNER/NAME`. */
  repository: string;
  runId: string;
  /** Commit that was checked out, or the pull request's own where there is one. */
  commit: string;
  /** Number of the pull request that the run is for. */
  pullRequest: number | undefined;
  /** File for the job's summary. */
  summaryFile: string | undefined;
  /** File for the step's outputs. */
  outputFile: string | undefined;
}

function readEvent(file: string | undefined): z.infer<typeof eventSchema> {
  if (!file) return {};
  try {
    return eventSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw noEvent(file, error);
  }
}

function noEvent(file: string, cause: unknown): Failure {
  const text = `${file}, which GITHUB_EVENT_PATH names, is no event of a workflow; run this in a workflow, or unset it`;
  return new Failure("failed", text, { cause });
}

function address(text: string | undefined, usual: string): string {
  return (text || usual).replace(/\/+$/, "");
}

/** The workflow that runs this program; undefined elsewhere. @throws {Failure} when its event cannot be read */
export function workflowRun(environment: NodeJS.ProcessEnv): WorkflowRun | undefined {
  const repository = environment.GITHUB_REPOSITORY;
  if (!repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return undefined;
  const { pull_request } = readEvent(environment.GITHUB_EVENT_PATH);
  return {
    server: address(environment.GITHUB_SERVER_URL, "https://github.com"),
    api: address(environment.GITHUB_API_URL, "https://api.github.com"),
    repository,
    runId: environment.GITHUB_RUN_ID ?? "",
    commit: pull_request?.head?.sha ?? environment.GITHUB_SHA ?? "",
    pullRequest: pull_request?.number,
    summaryFile: environment.GITHUB_STEP_SUMMARY || undefined,
    outputFile: environment.GITHUB_OUTPUT || undefined,
  };
}
