import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import { type Bench, lastLine } from "./bench.ts";
import type { Cluster } from "./cluster.ts";
import { type Ancestry, isPast, type Lsn, parseLsn, parseSegment } from "./wal.ts";

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

/** A base backup that a restore may begin with. */
export interface BaseBackup {
  readonly label: string;
  readonly kind: "full" | "incr" | "diff";
  readonly repository: number;
  readonly timeline: number;
  /** What has to be replayed at least, from the one to the other. */
  readonly start: Lsn;
  readonly stop: Lsn;
  readonly finished: Date;
  /** Bytes once restored. */
  readonly size: number;
}

/** What the repositories hold of a cluster. */
export interface Repository {
  /** The oldest first. */
  readonly backups: readonly BaseBackup[];
  /** As text: it has more digits than a number keeps. */
  readonly systemIdentifiers: readonly string[];
  /** Folders of archived segments in each repository. */
  readonly archives: readonly { repository: number; id: string }[];
}

/** Reads what `pgbackrest info --output=json` prints. @throws {Failure} when the stanza is not there or holds no backup */
export function parseInfo(text: string, stanza: string): Repository {
  const found = readInfo(text).find(({ name }) => name === stanza);
  if (!found || found.backup.length === 0) {
    const why = found ? found.status.message : "no repository knows it";
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

/** A status repeats what it found in a file, control characters too, which JSON does not allow. */
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

/** Until when a backup may have been made: before a position, before a moment, or any time. */
export interface Until {
  readonly lsn?: Lsn;
  readonly time?: Date;
}

/** Milliseconds: one round makes a backup in each repository, one after the other. */
const oneRound = 3_600_000;

/**
 * The newest backup that lies before the target in its own past; of those that were made in one round, that of the first
 * repository, which is the nearest.
 * @param ancestry undefined when nothing tells of it
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
      (!ancestry || isPast(ancestry, backup.timeline, backup.stop)),
  );
  const newest = Math.max(...fits.map(({ finished }) => finished.getTime()));
  const round = fits.filter(({ finished }) => finished.getTime() > newest - oneRound).reverse();
  return round.sort((a, b) => a.repository - b.repository)[0];
}

/**
 * Asks pgBackRest about a cluster's backups. Each repository by itself: one that is away must not hide the others, and asked for
 * all at once pgBackRest takes the passphrase of the first for the second when another host knows them (its issue 2291).
 * @param only number of the one repository to use
 * @throws {Failure} with its words, when none of them holds a backup
 */
export async function readRepository(bench: Bench, cluster: Cluster, only?: number): Promise<Repository> {
  const numbers = only ? [only] : await repositoryNumbers(bench);
  const asked = await Promise.allSettled(
    numbers.map(async (number) =>
      parseInfo(await info(bench, cluster, [`--repo=${number}`]), cluster.stanza),
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

async function repositoryNumbers(bench: Bench): Promise<number[]> {
  const { code, stdout } = await bench.run(["grep", "-oE", "^repo[1-9]", "/etc/pgbackrest/pgbackrest.conf"]);
  const numbers = [...new Set(stdout.match(/\d/g) ?? [])].map(Number);
  if (code === 0 && numbers.length > 0) return numbers;
  throw new Failure(
    "failed",
    "the server archives into no repository; './tovrun up' or './tovrun deploy' mends its settings",
  );
}

async function info(bench: Bench, { stanza }: Cluster, more: readonly string[]): Promise<string> {
  const command = ["pgbackrest", `--stanza=${stanza}`, "--log-level-console=off", "--log-level-file=off"];
  const asked = await bench.run([...command, "--log-level-stderr=error", "--output=json", ...more, "info"]);
  if (asked.code === 0) return asked.stdout;
  throw new Failure("failed", `the repository cannot be read: ${lastLine(asked.stderr)}`);
}

/** The OID that the database has in a backup; undefined when it is not in there. */
export async function databaseOid(
  bench: Bench,
  cluster: Cluster,
  backup: BaseBackup,
): Promise<number | undefined> {
  const text = await info(bench, cluster, [`--set=${backup.label}`, `--repo=${backup.repository}`]);
  const all = readInfo(text).flatMap(({ backup: backups }) => backups);
  const names = all.flatMap((each) => each["database-ref"] ?? []);
  return names.find(({ name }) => name === cluster.databaseName)?.oid;
}
