import { setTimeout as sleep } from "node:timers/promises";
import type { Attack } from "./attack.ts";
import { type Attacker, type Attempt, attempt } from "./attempt.ts";
import { type Cluster, victimName } from "./cluster.ts";
import { changesSince, readState, readTraces, type State } from "./state.ts";

/** The outcome of one attack by one attacker. */
export interface Outcome extends Attempt {
  attacker: string;
  attack: string;
  group: string;
  /** Parts of the cluster's state that have changed. */
  changes: string[];
  /** Whether it changed the state or there is another proof. */
  succeeded: boolean;
}

/** Tries every attack as one attacker, each in its own session, and resets the cluster after each that changed it. */
export async function attackAs(
  attacker: Attacker,
  attacks: Attack[],
  cluster: Cluster,
  told: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await cluster.reset();
  const pristine = await readState(cluster.superuser);
  let state = pristine;
  for (const attack of attacks.filter(({ through }) => through === "both" || through === attacker.path)) {
    const outcome = await tried(attack, attacker, cluster, state);
    outcomes.push(outcome);
    told(outcome);
    if (outcome.changes.length > 0) {
      await cluster.reset();
      // The files are the same again: only the traces of the server's restart differ.
      state = { ...pristine, traces: await readTraces(cluster.superuser) };
    }
  }
  return outcomes;
}

async function tried(attack: Attack, attacker: Attacker, cluster: Cluster, before: State): Promise<Outcome> {
  const seen = await attempt(attack, attacker, cluster.ports[attacker.path]);
  const changes = await changesAfter(before, cluster, attacker);
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

/** What has changed once the attacker's session and its temporary objects are gone. A server that does not answer has changed. */
async function changesAfter(before: State, cluster: Cluster, attacker: Attacker): Promise<string[]> {
  try {
    if (attacker.path === "direct") await sessionEnd(cluster, attacker);
    return await changesSince(before, cluster.superuser);
  } catch (error) {
    return [`the server: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** @throws when the attacker's session is still there after ten seconds */
async function sessionEnd(cluster: Cluster, attacker: Attacker): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await gone(cluster, attacker))) {
    if (Date.now() > deadline) throw new Error("the attacker's session did not end within 10 s");
    await sleep(10);
  }
}

async function gone(cluster: Cluster, { user }: Attacker): Promise<boolean> {
  const [count] = await cluster.superuser.query(
    `SELECT count(*) FROM pg_stat_activity WHERE usename = '${user}' AND application_name <> '${victimName}' AND backend_type IN ('client backend', 'walsender')`,
  );
  return count === "0";
}
