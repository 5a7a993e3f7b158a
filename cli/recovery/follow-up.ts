import { z } from "zod";
import { type Cluster, RECEIVED } from "./cluster.ts";
import { containerFacts } from "./container-facts.ts";
import { docker } from "./machine.ts";
import type { Plan } from "./plan.ts";
import { lastLine, scriptText } from "./restore-container.ts";
import { askJson } from "./sql.ts";
import { liveSocket } from "./swap.ts";

const SLOT = `SELECT to_json(count(*)) FROM (SELECT pg_create_physical_replication_slot(:'slot', true)
  WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = :'slot')) AS made`;

/**
 * Lets the receiver begin anew on the new timeline: its slot is no part of a backup, and what it had reaches beyond the moment that
 * was gone back to. @returns what a person should know, or undefined when it streams again
 */
export async function renewReceiver(cluster: Cluster, stamp: string): Promise<string | undefined> {
  const { backup, receiver, slot } = cluster;
  const facts = await containerFacts(backup, receiver);
  if (!facts) return `There is no ${receiver}: the last seconds are in no second place.`;
  // It asks for the slot too, as soon as the server answers.
  await docker(backup, ["stop", "--time", "5", receiver]);
  await askJson(liveSocket(cluster), {
    database: "postgres",
    sql: SLOT,
    schema: z.number(),
    values: { slot },
  });
  const run = [
    "run",
    "--rm",
    "--interactive",
    "--network",
    "none",
    "--user",
    "999:999",
    "--volumes-from",
    receiver,
  ];
  const aside = ["--entrypoint", "sh", facts.image, "-s", "--", RECEIVED, `before-${stamp}`];
  const moved = await docker(backup, [...run, ...aside], scriptText("set-aside.sh"));
  const started = await docker(backup, ["start", receiver]);
  if (moved.code === 0 && started.code === 0) return undefined;
  return `${receiver} does not stream yet: ${lastLine(moved.stderr || started.stderr)}`;
}

const ROW = `WITH made AS (INSERT INTO public."BackupLog"
    (kind, label, repository, started_at, finished_at, success, detail)
  VALUES ('restore', :'label', :'repository', :'started', now(), true, :'detail') RETURNING id)
  SELECT to_json(count(*)) FROM made`;

/** Writes the restore into the restored database's own log of backups. @returns why that was not possible */
export async function recordRestore(
  cluster: Cluster,
  plan: Plan,
  detail: { started: Date; kept: string | undefined },
): Promise<string | undefined> {
  const { kind } = plan.target;
  const values = {
    label: plan.backup.label,
    repository: String(plan.backup.repository),
    started: detail.started.toISOString(),
    detail: JSON.stringify({ target: kind, kept: detail.kept, drop: plan.drop?.time }),
  };
  try {
    const question = { database: cluster.databaseName, sql: ROW, schema: z.number(), values };
    await askJson(liveSocket(cluster), question);
    return undefined;
  } catch (error) {
    return `BackupLog has no row of this restore: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Has a new full backup made, which nobody waits for. @returns what a person should do instead */
export async function beginBackup({ backup, service }: Cluster): Promise<string | undefined> {
  const command = ["exec", "--detach", service, "node", "dist/command.js", "backup", "--kind", "full"];
  if ((await docker(backup, command)).code === 0) return undefined;
  return "No new backup was begun: there is no backup service; make one as soon as it is there, with './tovrun backup --now --kind full'.";
}
