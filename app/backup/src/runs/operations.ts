import { type Backup, newest, type Repositories, readRepositories } from "../repository/backups.ts";
import { type PgBackRest, pgBackRest } from "../repository/pgbackrest.ts";
import { baseOfLog, clockInDoubt, expiry, type Retention } from "../repository/retention.ts";
import { checkRoom } from "../repository/room.ts";
import { type BackupKind, refusalToPrecede } from "../repository/schedule.ts";
import { repositoriesOf, type ServiceSettings } from "../settings.ts";
import { verify } from "../verification/verify.ts";
import type { Journal } from "./journal.ts";
import type { RunRecord } from "./run-record.ts";

/** What every operation needs. */
export interface OperationContext {
  settings: ServiceSettings;
  journal: Journal;
  signal: AbortSignal;
  onLine: (line: string) => void;
}

/** Lists the backups and archives in all repositories. */
export async function listBackups({
  settings,
  signal,
}: Pick<OperationContext, "settings" | "signal">): Promise<Repositories> {
  return readRepositories(await pgBackRest("info", ["--output=json"], { stanza: settings.STANZA, signal }));
}

/** Prepares the repositories and archives one WAL segment to each, which is the only proof that archiving works. */
export function check(context: OperationContext): Promise<RunRecord> {
  return context.journal.record(started("check", null), async () => {
    await pgBackRest("stanza-create", [], how(context));
    await pgBackRest("check", [], how(context));
    return {};
  });
}

/** Makes a backup in one repository. */
export function backUp(context: OperationContext, kind: BackupKind, repository: number): Promise<RunRecord> {
  return context.journal.record(started(kind, repository), async () => {
    if (expiringRepositories(context.settings).includes(repository)) await checkRoom(repository);
    const last = async () => newestOfAll((await listBackups(context)).backups, repository);
    await pgBackRest("backup", [`--repo=${repository}`, `--type=${kind}`], how(context)).catch(
      async (error) => {
        throw refusalToPrecede(await last().catch(() => undefined), Date.now()) ?? error;
      },
    );
    const made = await last();
    if (!made) throw new Error(`pgbackrest made a backup in repository ${repository} but does not list it`);
    const { label, sizeBytes, walStart, walStop } = made;
    return {
      label,
      sizeBytes,
      walStart,
      walStop,
      detail: { type: made.type, lsnStop: made.lsnStop },
      ...(made.damaged
        ? { error: `${label} has pages with a wrong checksum: the live files are damaged` }
        : {}),
    };
  });
}

/** Expires what the retention does not keep. */
export function expire(context: OperationContext, repository: number): Promise<RunRecord> {
  const { settings } = context;
  return context.journal.record(started("expire", repository), async () => {
    const { backups } = await listBackups(context);
    const ofThis = backups.filter((one) => one.repository === repository);
    if (clockInDoubt(ofThis, Date.now(), retentionOf(settings), longestPause(settings)))
      return { detail: { held } };
    const { backups: labels, fullBackupsWithWal } = expiry(ofThis, Date.now(), retentionOf(settings));
    const wal = [
      `--repo${repository}-retention-archive=${fullBackupsWithWal}`,
      `--repo${repository}-retention-archive-type=full`,
    ];
    for (const label of labels)
      await pgBackRest("expire", [`--repo=${repository}`, ...wal, `--set=${label}`], how(context));
    await pgBackRest("expire", [`--repo=${repository}`, ...wal], how(context));
    return { detail: { expired: labels, fullBackupsWithWal } };
  });
}

/** Reason why nothing expires. */
const held =
  "nothing expires for now: there was no backup for a long time, or the clock has jumped and ages cannot be trusted";

/** Longest time between two backups that does not put the clock in doubt, in milliseconds: one missed day and two intervals. */
function longestPause({ INCREMENTAL_EVERY_MINUTES: minutes }: ServiceSettings): number {
  return (24 * 60 + 2 * minutes) * 60_000;
}

/** Verifies a repository with a real restore. */
export function verifyRepository(
  context: OperationContext,
  repository: number,
  everyFile: boolean,
): Promise<RunRecord> {
  return context.journal.record(started("verify", repository), async () => {
    const { settings, signal, onLine } = context;
    const { backups } = await listBackups(context);
    const label = newestOfAll(backups, repository)?.label ?? null;
    if (label === null) throw new Error(`could not verify: there is no backup in repository ${repository}`);
    const {
      problems: _none,
      undecided: _neither,
      ...shown
    } = await verify({
      settings,
      repository,
      everyFile,
      baseOf: (all) => baseOfLog(all, Date.now(), retentionOf(settings)),
      onLine,
      signal,
    });
    return { label, detail: shown };
  });
}

/** Repositories in which this service expires backups. */
export function expiringRepositories(settings: ServiceSettings): number[] {
  return repositoriesOf(settings).filter((repository) => !settings.KEPT_REPOSITORIES.includes(repository));
}

function retentionOf(settings: ServiceSettings): Retention {
  return {
    pointInTimeDays: settings.POINT_IN_TIME_DAYS,
    weeks: settings.WEEKLY_BACKUPS,
    months: settings.MONTHLY_BACKUPS,
  };
}

function newestOfAll(backups: Backup[], repository: number): Backup | undefined {
  const all = backups.map((one) => ({ ...one, damaged: false }));
  const found = newest(all, repository, ["full", "diff", "incr"]);
  return backups.find((one) => one.repository === repository && one.label === found?.label);
}

function how({ settings, signal, onLine }: OperationContext): PgBackRest {
  return { stanza: settings.STANZA, signal, onLine };
}

function started(kind: RunRecord["kind"], repository: number | null) {
  return { kind, repository, startedAt: new Date().toISOString() };
}
