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

/** A finished run of the backup service. */
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
  /** Milliseconds since 1970; missing or null until a test restore has succeeded. */
  verifiedAt: z.number().nullish(),
});

/** A backup in a repository. */
export type ListedBackup = z.output<typeof backup>;

/** Answer of `backup` and `verify`. */
export const runsResult = z.object({ success: z.boolean(), runs: z.array(run) });
/** Answer of `list`. */
export const listResult = z.object({ success: z.boolean(), backups: z.array(backup) });

/** Runs a command of the backup service and shows its progress. @throws {Failure} when the service does not run or answer */
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
      `the backup service ${service} does not run on ${machine.name}; start it with './tovrun up --profile database' or './tovrun deploy'`,
    );
  const command = ["exec", service, "node", "dist/command.js", ...words, "--json"];
  const { code, stdout, stderr } = await followDocker(machine, command, (line) =>
    step.detail(shortened(line)),
  );
  const parsed = schema.safeParse(readJson(stdout));
  if (parsed.success) return parsed.data;
  const said = stderr.trim().split("\n").at(-1) || `it exited with code ${code}`;
  throw new Failure("failed", `the backup service failed: ${said}`);
}

/** A progress line of pgBackRest without its options. */
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

/** Backups as table rows: heading first, newest last. */
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

/** Runs as table rows, heading first. */
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
