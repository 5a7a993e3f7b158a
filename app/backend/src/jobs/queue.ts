import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { JobData, JobName } from "./queues.ts";

/** When and how often a job is done. */
export interface JobOptions {
  /** Not before; default: at once. */
  after?: Temporal.Instant;
  /** A job with the same name and key is given once, for as long as a done one is kept. Without a key, each call gives one. */
  key?: string;
  /** What it is about: all waiting jobs about it can be cancelled together. */
  about?: string;
}

/** Channel on which all backend processes hear of what happened in any of them. */
export const signalChannel = "tovplay";

/**
 * Gives a job in the transaction of the change that it follows from: with a rollback there is none. A cancelled job with the same key
 * waits again. Its queue has to be there (the migration step makes it): otherwise the transaction fails when it commits.
 */
export async function enqueue<Name extends JobName>(
  tx: Database,
  name: Name,
  data: JobData[Name],
  { after, key, about }: JobOptions = {},
): Promise<void> {
  const id = key === undefined ? sql`gen_random_uuid()` : sql`${jobId(name, key)}::uuid`;
  const start = after ? sql`${after.toString()}::timestamptz` : sql`now()`;
  await sql`insert into pgboss.job as job (id, name, data, start_after, singleton_key, policy, retry_limit, retry_delay, retry_backoff,
      retry_delay_max, expire_seconds, deletion_seconds, keep_until)
    select ${id}, given.name, ${JSON.stringify(data)}::jsonb, ${start}, ${about ?? null}, q.policy, coalesce(q.retry_limit, 2),
      coalesce(q.retry_delay, 0), coalesce(q.retry_backoff, false), q.retry_delay_max, coalesce(q.expire_seconds, 900),
      coalesce(q.deletion_seconds, 604800), ${start} + coalesce(q.retention_seconds, 1209600) * interval '1 second'
    from (values (${name})) as given (name) left join pgboss.queue q using (name)
    on conflict (name, id) do update
      set state = 'created', data = excluded.data, start_after = excluded.start_after, keep_until = excluded.keep_until,
        completed_on = null, retry_count = 0
      where job.state = 'cancelled'`.execute(tx);
  if (!after) await signal(tx, `j:${name}`);
}

/** Cancels the waiting jobs of a kind about one thing. One that is being done goes on: it has to look for itself whether it still counts. */
export async function cancelJobs(tx: Database, name: JobName, about: string): Promise<void> {
  await sql`update pgboss.job set state = 'cancelled', completed_on = now()
    where name = ${name} and singleton_key = ${about} and state < 'active'`.execute(tx);
}

/** Tells all backend processes, when the transaction commits. Ids only: a process that gets it looks for the rest. */
export async function signal(tx: Database, payload: string): Promise<void> {
  await sql`select pg_notify(${signalChannel}, ${payload})`.execute(tx);
}

/** The same id for the same name and key, in the form of a UUID of version 8. */
export function jobId(name: string, key: string): string {
  const hash = createHash("sha256").update(`${name}\n${key}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
