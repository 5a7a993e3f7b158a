import { z } from "zod";

/** One backup in one repository. */
export interface Backup {
  repository: number;
  label: string;
  type: "full" | "diff" | "incr";
  /** Label of the backup that it is based on; null for a full one. */
  prior: string | null;
  /** Milliseconds since 1970. */
  startedAt: number;
  stoppedAt: number;
  /** Bytes added to the repository. */
  sizeBytes: number;
  walStart: string;
  walStop: string;
  lsnStop: string;
  /** pgBackRest found pages with a wrong checksum. */
  damaged: boolean;
}

/** The backups and archived WAL of one cluster in all repositories. */
export interface Repositories {
  backups: Backup[];
  /** Oldest and newest WAL segment of the current cluster, by repository number. */
  archives: Map<number, { id: string; min: string; max: string }>;
  /** Problem of a repository, by its number; absent for a healthy one. */
  problems: Map<number, string>;
}

const backup = z.object({
  label: z.string().regex(/^\d{8}-\d{6}F(_\d{8}-\d{6}[DI])?$/),
  type: z.enum(["full", "diff", "incr"]),
  prior: z.string().nullable(),
  error: z.boolean().nullish(),
  archive: z.object({ start: z.string().nullable(), stop: z.string().nullable() }),
  database: z.object({ "repo-key": z.number().int() }),
  info: z.object({ repository: z.object({ delta: z.number() }) }),
  lsn: z.object({ start: z.string(), stop: z.string() }),
  timestamp: z.object({ start: z.number(), stop: z.number() }),
});

const archive = z.object({
  id: z.string().regex(/^\d+-\d+$/),
  min: z.string().nullable(),
  max: z.string().nullable(),
  database: z.object({ "repo-key": z.number().int() }),
});

const information = z.array(
  z.object({
    backup: z.array(backup).default([]),
    archive: z.array(archive).default([]),
    repo: z.array(
      z.object({ key: z.number().int(), status: z.object({ code: z.number().int(), message: z.string() }) }),
    ),
  }),
);

/** Codes of `info` that are not a problem: ok, and no backup yet. */
const harmlessCodes = [0, 2];

/**
 * Reads what `pgbackrest info --output=json` prints for one stanza.
 * @throws when it has a different form
 */
export function readRepositories(json: string): Repositories {
  const [stanza] = information.parse(JSON.parse(json));
  if (!stanza) throw new Error("pgbackrest info does not list the stanza: check the STANZA setting");
  const archives = stanza.archive.flatMap(({ id, min, max, database }) =>
    min === null || max === null ? [] : [[database["repo-key"], { id, min, max }] as const],
  );
  const problems = stanza.repo.flatMap(({ key, status }) =>
    harmlessCodes.includes(status.code) ? [] : [[key, status.message] as const],
  );
  // Archives of earlier clusters come first, so the current one wins.
  return { backups: stanza.backup.map(readBackup), archives: new Map(archives), problems: new Map(problems) };
}

function readBackup(found: z.output<typeof backup>): Backup {
  const { label, type, prior, archive: wal, database, info, lsn, timestamp, error } = found;
  return {
    repository: database["repo-key"],
    label,
    type,
    prior,
    startedAt: timestamp.start * 1000,
    stoppedAt: timestamp.stop * 1000,
    sizeBytes: info.repository.delta,
    walStart: wal.start ?? "",
    walStop: wal.stop ?? "",
    lsnStop: lsn.stop,
    damaged: error ?? false,
  };
}

/** Newest good backup of the given types in a repository. */
export function newest(backups: Backup[], repository: number, types: Backup["type"][]): Backup | undefined {
  return backups
    .filter((one) => one.repository === repository && types.includes(one.type) && !one.damaged)
    .sort((a, b) => b.stoppedAt - a.stoppedAt)[0];
}
