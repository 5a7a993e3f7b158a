import type { Logger } from "@tovplay/runtime/log";
import type pg from "pg";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import { asOwner } from "../migrations/as-owner.ts";
import { inChangeWindow } from "../migrations/change-window.ts";
import { jobFunctions, jobPrivileges, jobSchema } from "./privileges.ts";
import { queues } from "./queues.ts";

/** The role that gives and takes jobs. */
const application = "tovplay_app";

/** Version of pg-boss's tables that this release's library makes and needs. */
export const jobTablesVersion = Number(/VALUES \('?(\d+)'?\)/.exec(getConstructionPlans(jobSchema))?.[1]);

/**
 * Brings the job queue's tables to the version of this release's library, and its queues to what {@link queues} says. The SQL is
 * pg-boss's own; it runs as the role that owns the application's tables, so that the application itself needs no right to change
 * structure. Tables that are ahead, after a rollback to an older image, stay as they are.
 */
export async function prepareJobs(client: pg.Client, log: Pick<Logger, "info">): Promise<void> {
  if ((await asOwner(client, () => installed(client))) < jobTablesVersion) {
    await inChangeWindow(client, `the job queue's tables change to version ${jobTablesVersion}`, () =>
      asOwner(client, () => change(client)),
    );
    log.info({ version: jobTablesVersion }, "job queue's tables prepared");
  }
  await asOwner(client, async () => {
    for (const [name, { pollingIntervalSeconds: _, localConcurrency: __, ...settings }] of Object.entries(
      queues,
    ))
      await client.query(upsertQueue, [name, settings]);
  });
}

/** Version of the tables that are there; 0 without any. */
async function installed(client: pg.Client): Promise<number> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `select to_regclass('${jobSchema}.version') is not null as there`,
  );
  if (!found[0]?.there) return 0;
  const { rows } = await client.query<{ version: number }>(`select version from ${jobSchema}.version`);
  return rows[0]?.version ?? 0;
}

async function change(client: pg.Client): Promise<void> {
  const from = await installed(client);
  // The schema itself is declared with the database: nobody else may make one.
  const plan =
    from === 0
      ? getConstructionPlans(jobSchema, { createSchema: false })
      : getMigrationPlans(jobSchema, from);
  await client.query(withoutTransaction(plan));
  await client.query(`grant usage on schema ${jobSchema} to ${application}`);
  for (const [table, privileges] of Object.entries(jobPrivileges))
    await client.query(`grant ${privileges.join(", ")} on ${jobSchema}.${table} to ${application}`);
  for (const name of jobFunctions)
    await client.query(`grant execute on function ${jobSchema}.${name}() to ${application}`);
}

/** A plan is one transaction of its own; here it is part of ours. */
function withoutTransaction(plan: string): string {
  return plan.replace(/^\s*BEGIN;/, "").replace(/COMMIT;\s*$/, "");
}

/** Names a queue's settings as pg-boss's own function does; one that is there gets today's. */
const upsertQueue = `with made as (select ${jobSchema}.create_queue($1, $2::jsonb || '{"policy": "standard", "retryBackoff": true}'))
  update ${jobSchema}.queue set retry_limit = ($2::jsonb ->> 'retryLimit')::int, retry_delay = ($2::jsonb ->> 'retryDelay')::int,
    retry_delay_max = ($2::jsonb ->> 'retryDelayMax')::int, retry_backoff = true,
    expire_seconds = ($2::jsonb ->> 'expireInSeconds')::int, deletion_seconds = ($2::jsonb ->> 'deleteAfterSeconds')::int,
    retention_seconds = ($2::jsonb ->> 'retentionSeconds')::int, updated_on = now()
  where name = $1 and (select count(*) from made) = 1`;
