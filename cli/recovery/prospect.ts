import { Failure } from "../terminal/exit.ts";
import type { Benches } from "./bench.ts";
import type { Cluster } from "./cluster.ts";
import { type Drop, droppingStatements, findDatabaseDrop, findTableDrop } from "./find-drop.ts";
import { type LiveFacts, liveFacts } from "./live.ts";
import { archivedSegments, type Plan, requireFeasible, spaceNeeded, targetOf, walNeed } from "./plan.ts";
import { chooseBackup, databaseOid, type Repository, readRepository, type Until } from "./repository.ts";
import type { Target, Wish } from "./target.ts";
import type { Ancestry } from "./wal.ts";
import { presentTimeline, type WalSource, walSources } from "./wal-sources.ts";

/** What there is to restore from. */
export interface Prospect {
  readonly live: LiveFacts;
  /** The live cluster is the one whose backups these are. */
  readonly hasLive: boolean;
  readonly repository: Repository;
  readonly sources: readonly WalSource[];
  readonly present: { timeline: number; ancestry: Ancestry } | undefined;
}

/** Looks at the live cluster, the repositories and the receiver. Changes nothing. @param only number of the one repository to use */
export async function lookAround(cluster: Cluster, benches: Benches, only?: number): Promise<Prospect> {
  const { bench } = benches;
  const [live, repository] = await Promise.all([liveFacts(bench), readRepository(bench, cluster, only)]);
  const { systemIdentifier } = live;
  const hasLive = systemIdentifier !== undefined && repository.systemIdentifiers.includes(systemIdentifier);
  const sources = await walSources(benches, hasLive);
  return { live, hasLive, repository, sources, present: await presentTimeline(sources) };
}

/** What was dropped last; undefined when nothing tells of a drop. */
export async function findDrop(
  cluster: Cluster,
  { bench }: Benches,
  { repository, sources, present }: Prospect,
): Promise<Drop | undefined> {
  const newest = repository.backups.at(-1);
  if (!present || !newest) return undefined;
  const [statements, oid] = await Promise.all([
    droppingStatements(bench),
    databaseOid(bench, cluster, newest),
  ]);
  const { databaseName } = cluster;
  const search = { sources, ancestry: present.ancestry, oid, databaseName, statements };
  const [database, table] = [await findDatabaseDrop(search), await findTableDrop(search)];
  if (!database || !table) return database ?? table;
  return database.before > table.before ? database : table;
}

function untilOf(target: Target): Until {
  if (target.kind === "lsn") return { lsn: target.lsn };
  return target.kind === "time" ? { time: target.time } : {};
}

/** What has to be done for a wish. @throws {Failure} when it cannot be done, saying what would help */
export async function planRestore(
  cluster: Cluster,
  { bench }: Benches,
  prospect: Prospect,
  { wish, drop }: { wish: Wish; drop: Drop | undefined },
): Promise<Plan> {
  const { live, repository, sources, present } = prospect;
  const target = targetOf(wish, drop, present?.timeline);
  const backup = chooseBackup(repository, untilOf(target), present?.ancestry);
  if (!backup) {
    const oldest = repository.backups[0]?.finished.toISOString() ?? "none";
    throw new Failure("failed", `no backup is older than that; the oldest was finished at ${oldest}`);
  }
  const archived = await archivedSegments(bench, cluster.stanza, repository, backup);
  const wal = walNeed({ target, backup }, archived, sources, present?.ancestry);
  const plan = { target, drop, backup, wal, needed: spaceNeeded(backup, wal), free: live.free };
  requireFeasible(plan, live);
  return plan;
}
