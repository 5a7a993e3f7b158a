import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import type { Cluster } from "./cluster.ts";
import { lastLine, type RestoreContainer } from "./restore-container.ts";
import { type Ancestry, isInHistory, type Lsn, parseLsn, parseSegment } from "./wal.ts";

const backupSchema = z.object({
  label: z.string(),
  type: z.enum(["full", "incr", "diff"]),
  error: z.boolean().nullish(),
  archive: z.object({ start: z.string().nullable(), stop: z.string().nullable() }),
  lsn: z.object({ start: z.string(), stop: z.string() }),
  timestamp: z.object({ start: z.number(), stop: z.number() }),
  info: z.object({ size: z.number() }),
  database: z.object({ id: z.number(), "repo-key": z.number() }),
  "database-ref": z.array(z.object({ name: z.string(), oid: z.number() })).nullish(),
});

const infoSchema = z.array(
  z.object({
    name: z.string(),
    backup: z.array(backupSchema),
    archive: z.array(z.object({ id: z.string(), database: z.object({ "repo-key": z.number() }) })),
    status: z.object({ code: z.number(), message: z.string() }),
  }),
);

/** A base backup to restore from. */
export interface BaseBackup {
  label: string;
  kind: "full" | "incr" | "diff";
  repository: number;
  timeline: number;
  /** Range of the log that has to be replayed to make it consistent. */
  start: Lsn;
  stop: Lsn;
  finished: Date;
  /** Restored size in bytes. */
  size: number;
}

/** A cluster's backups in all repositories. */
export interface Repository {
  /** Oldest first. */
  backups: readonly BaseBackup[];
  /** As text: a number cannot represent all digits. */
  systemIdentifiers: readonly string[];
  /** Folders of archived segments in each repository. */
  archives: readonly { repository: number; id: string }[];
}

/** Parses the output of `pgbackrest info --output=json`. @throws {Failure} when the stanza is missing or has no backup */
export function parseInfo(text: string, stanza: string): Repository {
  const found = readInfo(text).find(({ name }) => name === stanza);
  if (!found || found.backup.length === 0) {
    const why = found ? found.status.message : "no repository contains it";
    throw new Failure(
      "failed",
      `there is no backup of ${stanza} (${why}); make one with './tovrun backup --now'`,
    );
  }
  const backups = found.backup.filter(({ error }) => error !== true).flatMap(readBackup);
  return {
    backups: backups.sort((a, b) => a.finished.getTime() - b.finished.getTime()),
    systemIdentifiers: [...text.matchAll(/"system-id":\s*(\d+)/g)].map((match) => match[1] ?? ""),
    archives: found.archive.map(({ id, database }) => ({ id, repository: database["repo-key"] })),
  };
}

/** A status may quote a damaged file with its control characters, which JSON does not allow. */
const readInfo = (text: string) => infoSchema.parse(JSON.parse(text.replace(/\p{Cc}/gu, " ")));

function readBackup(backup: z.infer<typeof backupSchema>): BaseBackup[] {
  const segment = parseSegment(backup.archive.start ?? "");
  if (!segment) return [];
  return [
    {
      label: backup.label,
      kind: backup.type,
      repository: backup.database["repo-key"],
      timeline: segment.timeline,
      start: parseLsn(backup.lsn.start),
      stop: parseLsn(backup.lsn.stop),
      finished: new Date(backup.timestamp.stop * 1000),
      size: backup.info.size,
    },
  ];
}

/** Upper bound for a backup: a position, a time, or none. */
export interface Until {
  lsn?: Lsn;
  time?: Date;
}

/** Milliseconds in which one run makes a backup in each repository. */
const runMs = 3_600_000;

/**
 * The newest backup before the target, on its timeline's history. Among backups from one run, prefers the first repository, which
 * is the nearest.
 * @param ancestry undefined when unknown
 */
export function chooseBackup(
  { backups }: Repository,
  { lsn, time }: Until,
  ancestry: Ancestry | undefined,
): BaseBackup | undefined {
  const fits = backups.filter(
    (backup) =>
      (lsn === undefined || backup.stop <= lsn) &&
      (time === undefined || backup.finished < time) &&
      (!ancestry || isInHistory(ancestry, backup.timeline, backup.stop)),
  );
  const newest = Math.max(...fits.map(({ finished }) => finished.getTime()));
  const run = fits.filter(({ finished }) => finished.getTime() > newest - runMs).reverse();
  return run.sort((a, b) => a.repository - b.repository)[0];
}

/**
 * Reads a cluster's backups. Queries each repository separately: an unreachable one must not hide the others, and pgBackRest uses
 * the first one's passphrase for all when it queries several through another host (its issue 2291).
 * @param only number of the one repository to use
 * @throws {Failure} when no repository has a backup
 */
export async function readRepository(
  container: RestoreContainer,
  cluster: Cluster,
  only?: number,
): Promise<Repository> {
  const numbers = only ? [only] : await repositoryNumbers(container);
  const asked = await Promise.allSettled(
    numbers.map(async (number) =>
      parseInfo(await info(container, cluster, [`--repo=${number}`]), cluster.stanza),
    ),
  );
  const found = asked.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const [failed] = asked.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  if (found.length === 0) throw failed;
  return {
    backups: found
      .flatMap(({ backups }) => backups)
      .sort((a, b) => a.finished.getTime() - b.finished.getTime()),
    systemIdentifiers: [...new Set(found.flatMap(({ systemIdentifiers }) => systemIdentifiers))],
    archives: found.flatMap(({ archives }) => archives),
  };
}

async function repositoryNumbers(container: RestoreContainer): Promise<number[]> {
  const { code, stdout } = await container.run([
    "grep",
    "-oE",
    "^repo[1-9]",
    "/etc/pgbackrest/pgbackrest.conf",
  ]);
  const numbers = [...new Set(stdout.match(/\d/g) ?? [])].map(Number);
  if (code === 0 && numbers.length > 0) return numbers;
  throw new Failure(
    "failed",
    "the server has no repository to archive to; fix its settings with './tovrun up' or './tovrun deploy'",
  );
}

async function info(
  container: RestoreContainer,
  { stanza }: Cluster,
  more: readonly string[],
): Promise<string> {
  const command = ["pgbackrest", `--stanza=${stanza}`, "--log-level-console=off", "--log-level-file=off"];
  const asked = await container.run([
    ...command,
    "--log-level-stderr=error",
    "--output=json",
    ...more,
    "info",
  ]);
  if (asked.code === 0) return asked.stdout;
  throw new Failure("failed", `the repository could not be read: ${lastLine(asked.stderr)}`);
}

/** OID of the database in a backup; undefined when it is not in it. */
export async function databaseOid(
  container: RestoreContainer,
  cluster: Cluster,
  backup: BaseBackup,
): Promise<number | undefined> {
  const text = await info(container, cluster, [`--set=${backup.label}`, `--repo=${backup.repository}`]);
  const all = readInfo(text).flatMap(({ backup: backups }) => backups);
  const names = all.flatMap((each) => each["database-ref"] ?? []);
  return names.find(({ name }) => name === cluster.databaseName)?.oid;
}
