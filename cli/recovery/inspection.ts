import type { Cluster } from "./cluster.ts";
import { type LiveFacts, liveFacts } from "./live-cluster.ts";
import { type Repository, readRepository } from "./repository.ts";
import type { RestoreContainers } from "./restore-container.ts";
import type { Ancestry } from "./wal.ts";
import { presentTimeline, type WalSource, walSources } from "./wal-sources.ts";

/** What there is to restore from. */
export interface Inspection {
  live: LiveFacts;
  /** Whether the backups are of the live cluster. */
  hasLive: boolean;
  repository: Repository;
  sources: readonly WalSource[];
  present: { timeline: number; ancestry: Ancestry } | undefined;
}

/** Reads the state of the live cluster, the repositories and the receiver; changes nothing. @param only number of the one repository to use */
export async function inspectCluster(
  cluster: Cluster,
  containers: RestoreContainers,
  only?: number,
): Promise<Inspection> {
  const { main } = containers;
  const [live, repository] = await Promise.all([liveFacts(main), readRepository(main, cluster, only)]);
  const { systemIdentifier } = live;
  const hasLive = systemIdentifier !== undefined && repository.systemIdentifiers.includes(systemIdentifier);
  const sources = await walSources(containers, hasLive);
  return { live, hasLive, repository, sources, present: await presentTimeline(sources) };
}
