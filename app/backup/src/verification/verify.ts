import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { withLiveDatabase } from "../live-database.ts";
import { type Backup, readRepositories } from "../repository/backups.ts";
import { type PgBackRest, pgBackRest } from "../repository/pgbackrest.ts";
import type { ServiceSettings } from "../settings.ts";
import { type CopyFindings, checkCopy, checkPages } from "./checks.ts";
import { contradictions } from "./measures.ts";
import { type Moment, takeMoment } from "./moment.ts";
import { checkEveryFile, checkLog } from "./repository-check.ts";
import { startThrowaway } from "./throwaway-server.ts";

/** One verification of one repository. */
export interface VerificationArgs {
  settings: ServiceSettings;
  repository: number;
  /** Also read every file of the repository, not only those that a restore needs. */
  everyFile: boolean;
  /** The oldest backup from whose start all WAL is kept. */
  baseOf: (backups: Backup[]) => Backup | undefined;
  onLine: (line: string) => void;
  signal: AbortSignal;
}

/** Result of a successful verification. */
export interface Verified extends CopyFindings {
  /** The moment that was restored. */
  moment: string;
  acknowledgedLsn: string;
  everyFile: boolean;
  restoreSeconds: number;
}

/** Attempts when nothing can be decided because tables change too much. */
const attempts = 3;

/** Longest wait for a WAL segment to reach a repository, in milliseconds. */
const archiveWait = 5 * 60 * 1000;

/**
 * Restores a moment of the live database from a repository into a temporary server and compares the two. What cannot be verified is
 * also an error.
 * @throws with what is wrong or could not be verified
 */
export async function verify(args: VerificationArgs): Promise<Verified> {
  const problems = [
    ...(args.everyFile ? await checkEveryFile(args.repository, pgBackRestOf(args)) : []),
    ...(await checkLog(args.repository, args.baseOf, pgBackRestOf(args))),
  ];
  if (problems.length > 0) throw new Error(problems.join("; "));
  let undecided: string[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const found = await verifyOnce(args);
    if (found.problems.length > 0) throw new Error(found.problems.join("; "));
    if (found.undecided.length === 0) return found;
    undecided = found.undecided;
    args.onLine(`attempt ${attempt} of ${attempts} is inconclusive: ${undecided.join("; ")}`);
  }
  throw new Error(`could not verify: ${undecided.join("; ")}`);
}

async function verifyOnce(args: VerificationArgs): Promise<Verified> {
  const { settings, everyFile, onLine, signal } = args;
  const moment = await withLiveDatabase(settings, takeMoment);
  onLine(`the moment is ${moment.lsn} in ${moment.segment}`);
  await untilArchived(args, moment.segment);
  await removeCopies(settings.RESTORE_FOLDER);
  await mkdir(settings.RESTORE_FOLDER, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(`${settings.RESTORE_FOLDER}/${prefix}`);
  try {
    const started = performance.now();
    await restore(args, moment, `${folder}/data`);
    const found = await checkRestored(args, moment, folder);
    found.problems.push(...(await checkPages(`${folder}/data`, signal)));
    const restoreSeconds = Math.round((performance.now() - started) / 100) / 10;
    return { ...found, moment: moment.name, acknowledgedLsn: moment.lsn, everyFile, restoreSeconds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const prefix = "verify-";

/** Removes copies left behind by an interrupted verification. */
export async function removeCopies(restoreFolder: string): Promise<void> {
  const entries = await readdir(restoreFolder).catch(() => []);
  const left = entries.filter((entry) => entry.startsWith(prefix));
  for (const entry of left) await rm(`${restoreFolder}/${entry}`, { recursive: true, force: true });
}

function pgBackRestOf({ settings, onLine, signal }: VerificationArgs): PgBackRest {
  return { stanza: settings.STANZA, configuration: settings.RESTORE_CONFIGURATION, onLine, signal };
}

async function untilArchived(args: VerificationArgs, segment: string): Promise<void> {
  const { repository, signal } = args;
  const { stanza, configuration } = pgBackRestOf(args);
  const quiet = { stanza, ...(configuration === undefined ? {} : { configuration }), signal };
  const deadline = performance.now() + archiveWait;
  for (;;) {
    const info = await pgBackRest("info", [`--repo=${repository}`, "--output=json"], quiet);
    const newest = readRepositories(info).archives.get(repository)?.max;
    if (newest !== undefined && newest >= segment) return;
    if (performance.now() > deadline) {
      const minutes = archiveWait / 60_000;
      throw new Error(
        `could not verify: ${segment} did not reach repository ${repository} within ${minutes} min`,
      );
    }
    await sleep(500, undefined, { signal });
  }
}

async function restore(args: VerificationArgs, moment: Moment, data: string): Promise<void> {
  const { settings, repository } = args;
  await mkdir(data, { mode: 0o700 });
  // The copy gets its WAL only from this repository, otherwise another one would hide what is missing here.
  const config = `--config=${settings.RESTORE_CONFIGURATION} --stanza=${settings.STANZA} --repo=${repository}`;
  const fetch = `pgbackrest ${config} --pg1-path=${data} --no-archive-async --log-level-stderr=warn archive-get %f "%p"`;
  const target = ["--type=name", `--target=${moment.name}`, "--target-action=promote", "--archive-mode=off"];
  await pgBackRest(
    "restore",
    [
      `--repo=${repository}`,
      `--pg1-path=${data}`,
      "--no-delta",
      ...target,
      `--recovery-option=restore_command=${fetch}`,
    ],
    pgBackRestOf(args),
  );
}

async function checkRestored(args: VerificationArgs, moment: Moment, folder: string): Promise<CopyFindings> {
  const { settings, signal } = args;
  const server = await startThrowaway(folder, signal);
  try {
    const liveContradictions = () => withLiveDatabase(settings, contradictions);
    return await checkCopy(server, { database: settings.DATABASE_NAME, moment, liveContradictions, signal });
  } finally {
    await server.stop();
  }
}
