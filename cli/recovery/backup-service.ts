import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import type { StepHandle } from "../terminal/progress.ts";
import type { Cluster } from "./cluster.ts";
import { containerFacts } from "./container-facts.ts";
import { followDocker } from "./machine.ts";

const run = z.looseObject({
  kind: z.string(),
  label: z.string().nullable(),
  repository: z.number().nullable(),
  startedAt: z.string(),
  finishedAt: z.string(),
  success: z.boolean(),
  sizeBytes: z.number().nullable(),
  walStart: z.string().nullable(),
  walStop: z.string().nullable(),
  error: z.string().nullable(),
});

/** A run of the backup service that is over. */
export type BackupRun = z.output<typeof run>;

const backup = z.looseObject({
  repository: z.number(),
  label: z.string(),
  type: z.string(),
  stoppedAt: z.number(),
  sizeBytes: z.number(),
  walStart: z.string(),
  walStop: z.string(),
  damaged: z.boolean(),
  /** Milliseconds since 1970; not there, or null, while nobody restored it for a test. */
  verifiedAt: z.number().nullish(),
});

/** A backup in a repository. */
export type ListedBackup = z.output<typeof backup>;

/** What came of runs. */
export const runsResult = z.object({ success: z.boolean(), runs: z.array(run) });
/** What there is. */
export const listResult = z.object({ success: z.boolean(), backups: z.array(backup) });

/** Asks the backup service, and follows what it says meanwhile. @throws {Failure} when it does not run, or does not answer */
export async function askBackupService<T>(
  { backup: machine, service }: Cluster,
  words: readonly string[],
  schema: z.ZodType<T>,
  step: StepHandle,
): Promise<T> {
  const facts = await containerFacts(machine, service);
  if (facts?.status !== "running")
    throw new Failure(
      "unhealthy",
      `the backup service ${service} does not run on ${machine.name}; './tovrun up --profile database' or './tovrun deploy' brings it up`,
    );
  const command = ["exec", service, "node", "dist/command.js", ...words, "--json"];
  const { code, stdout, stderr } = await followDocker(machine, command, (line) =>
    step.detail(shortened(line)),
  );
  const parsed = schema.safeParse(readJson(stdout));
  if (parsed.success) return parsed.data;
  const said = stderr.trim().split("\n").at(-1) || `it ended with ${code}`;
  throw new Failure("failed", `the backup service could not do it: ${said}`);
}

/** What pgBackRest is at, without its options. */
const shortened = (line: string) =>
  line
    .replace(/^(INFO|WARN|ERROR): /, "")
    .replace(/ \d[\d.]*: --.*$/, "")
    .slice(0, 80);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const megabytes = (bytes: number | null) => (bytes === null ? "" : `${(bytes / 1e6).toFixed(1)} MB`);

function verifiedText({ damaged, verifiedAt }: ListedBackup): string {
  if (damaged) return "damaged";
  return verifiedAt ? new Date(verifiedAt).toISOString() : "";
}

/** Backups as rows of a table, the newest last, its heading first. */
export function listRows(backups: readonly ListedBackup[]): string[][] {
  const sorted = [...backups].sort((a, b) => a.stoppedAt - b.stoppedAt || a.repository - b.repository);
  return [
    ["TIME", "KIND", "REPOSITORY", "ADDED", "LABEL", "LOG", "VERIFIED"],
    ...sorted.map((each) => [
      new Date(each.stoppedAt).toISOString(),
      each.type,
      String(each.repository),
      megabytes(each.sizeBytes),
      each.label,
      each.walStart === each.walStop ? each.walStart : `${each.walStart} to ${each.walStop}`,
      verifiedText(each),
    ]),
  ];
}

/** Runs as rows of a table, its heading first. */
export function runRows(runs: readonly BackupRun[]): string[][] {
  return [
    ["FINISHED", "KIND", "REPOSITORY", "SIZE", "LABEL", "RESULT"],
    ...runs.map((each) => [
      each.finishedAt,
      each.kind,
      each.repository === null ? "" : String(each.repository),
      megabytes(each.sizeBytes),
      each.label ?? "",
      each.error ?? "ok",
    ]),
  ];
}
