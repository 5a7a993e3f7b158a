import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../stack/until.ts";
import type { Attack } from "./attack.ts";
import { type Attacker, type Attempt, attempt } from "./attempt.ts";
import { type Cluster, victimName } from "./cluster.ts";
import { changesSince, readState, type State } from "./state.ts";

/** What one attack by one attacker did. */
export interface Outcome extends Attempt {
  attacker: string;
  attack: string;
  group: string;
  /** Parts of the cluster's state that are not what they were. */
  changes: string[];
  /** It changed the state, or got what it was after. */
  succeeded: boolean;
}

/** Tries every attack as one attacker, each in a session of its own, and puts the cluster back after each that changed it. */
export async function attackAs(
  attacker: Attacker,
  attacks: Attack[],
  cluster: Cluster,
  told: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await cluster.reset();
  let state = await readState(cluster.superuser);
  for (const attack of attacks.filter(({ through }) => through === "both" || through === attacker.path)) {
    const outcome = await tried(attack, attacker, cluster, state);
    outcomes.push(outcome);
    told(outcome);
    if (outcome.changes.length > 0) {
      await cluster.reset();
      state = await readState(cluster.superuser);
    }
  }
  return outcomes;
}

async function tried(attack: Attack, attacker: Attacker, cluster: Cluster, before: State): Promise<Outcome> {
  const seen = await attempt(attack, attacker, cluster.ports[attacker.path]);
  // The end of another's session is known to its client a moment later.
  await sleep(20);
  const ended = cluster.victims.filter(({ alive }) => !alive()).map(({ name }) => name);
  const changes = [...ended, ...(await changesAfter(before, cluster, attacker))];
  const { name, group } = attack;
  return {
    attacker: attacker.name,
    attack: name,
    group,
    ...seen,
    changes,
    succeeded: changes.length > 0 || seen.proven,
  };
}

/** The state once the attacker's session is gone, with everything temporary in it; a server that does not answer has changed. */
async function changesAfter(before: State, cluster: Cluster, attacker: Attacker): Promise<string[]> {
  try {
    if (attacker.path === "direct") await until("the end of the session", 10, () => gone(cluster, attacker));
    return await changesSince(before, cluster.superuser);
  } catch (error) {
    return [`the server: ${error instanceof Error ? error.message : String(error)}`];
  }
}

async function gone(cluster: Cluster, { user }: Attacker): Promise<boolean> {
  const [count] = await cluster.superuser.query(
    `SELECT count(*) FROM pg_stat_activity WHERE usename = '${user}' AND application_name <> '${victimName}' AND backend_type IN ('client backend', 'walsender')`,
  );
  return count === "0";
}
