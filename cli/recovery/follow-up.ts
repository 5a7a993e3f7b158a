import { z } from "zod";
import { type Cluster, receivedFolder } from "./cluster.ts";
import { containerFacts } from "./container-facts.ts";
import { docker } from "./machine.ts";
import type { Plan } from "./plan.ts";
import { lastLine, scriptText } from "./restore-container.ts";
import { askJson } from "./sql.ts";
import { liveSocket } from "./swap.ts";

const slotSql = `SELECT to_json(count(*)) FROM (SELECT pg_create_physical_replication_slot(:'slot', true)
  WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = :'slot')) AS created`;

/**
 * Restarts the receiver on the new timeline: backups do not contain its slot, and its segments reach past the restored position.
 * @returns a warning, or undefined when it streams again
 */
export async function restartReceiver(cluster: Cluster, stamp: string): Promise<string | undefined> {
  const { backup, receiver, slot } = cluster;
  const facts = await containerFacts(backup, receiver);
  if (!facts) return `There is no container ${receiver}, so there is no second copy of the last seconds.`;
  // The receiver creates the slot too, as soon as the server answers.
  await docker(backup, ["stop", "--time", "5", receiver]);
  await askJson(liveSocket(cluster), {
    database: "postgres",
    sql: slotSql,
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
  const move = ["--entrypoint", "sh", facts.image, "-s", "--", receivedFolder, `before-${stamp}`];
  const moved = await docker(backup, [...run, ...move], scriptText("set-aside.sh"));
  const started = await docker(backup, ["start", receiver]);
  if (moved.code === 0 && started.code === 0) return undefined;
  return `${receiver} does not stream yet: ${lastLine(moved.stderr || started.stderr)}`;
}

const row = `WITH created AS (INSERT INTO public."BackupLog"
    (kind, label, repository, started_at, finished_at, success, detail)
  VALUES ('restore', :'label', :'repository', :'started', now(), true, :'detail') RETURNING id)
  SELECT to_json(count(*)) FROM created`;

/** Adds the restore to the BackupLog of the restored database. @returns why that failed, or undefined */
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
    const query = { database: cluster.databaseName, sql: row, schema: z.number(), values };
    await askJson(liveSocket(cluster), query);
    return undefined;
  } catch (error) {
    return `The restore could not be recorded in BackupLog: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Starts a full backup without waiting for it. @returns what to do instead, or undefined */
export async function startBackup({ backup, service }: Cluster): Promise<string | undefined> {
  const command = ["exec", "--detach", service, "node", "dist/command.js", "backup", "--kind", "full"];
  if ((await docker(backup, command)).code === 0) return undefined;
  return "No backup was started because the backup service does not run; start it, then run './tovrun backup --now --kind full'.";
}
