import type { Logger } from "@tovplay/runtime/log";
import type pg from "pg";
import { type ConstructorOptions, PgBoss } from "pg-boss";
import type { Database } from "../database/database.ts";
import { bossDatabase, queriesOf } from "./boss-database.ts";
import { jobSchema } from "./privileges.ts";
import { type JobData, type JobName, jobNames, queues } from "./queues.ts";
import { jobTablesVersion } from "./schema.ts";

/** Does a job in the transaction in which it is marked as done: its effects are there exactly once. */
export type Effect<Name extends JobName> = (tx: Database, data: JobData[Name]) => Promise<void>;

/** Does a job that talks to other servers, with transactions of its own: it may run again after a crash, and has to bear that. */
export type Errand<Name extends JobName> = (data: JobData[Name]) => Promise<void>;

/** What does each kind of job. */
export type JobHandlers = {
  [Name in JobName]: { effect: Effect<Name> } | { errand: Errand<Name> };
};

/** What doing jobs needs. */
export interface JobsOptions {
  /** Connections to PostgreSQL itself: a pooler could end the session that holds a job's transaction. */
  pool: pg.Pool;
  handlers: JobHandlers;
  log: Logger;
  /** Seconds between pg-boss's looks at jobs whose process is gone. Default: 15. */
  superviseSeconds?: number;
}

/** Longest wait for jobs that are being done when the process ends, in milliseconds. */
const grace = 8_000;

/** The jobs of this process. Any number of processes may run beside each other: a job is done by one of them. */
export class Jobs {
  #boss: PgBoss | undefined;
  readonly #options: JobsOptions;
  readonly #workers = new Map<JobName, string[]>();
  #state: "waiting" | "running" | "ended" = "waiting";
  #retry: NodeJS.Timeout | undefined;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** Begins to take jobs. While the database cannot be reached it tries again: the site works without jobs, they only wait. */
  start(): void {
    this.#begin().catch((error: unknown) => {
      if (this.#state === "ended") return;
      this.#options.log.error({ err: error }, "cannot start the job queue, trying again in 5 s");
      this.#retry = setTimeout(() => this.start(), 5_000).unref();
    });
  }

  /** Resolves when it takes jobs; for programs that wait for it. */
  async started(): Promise<void> {
    await this.#begin();
  }

  /** Looks at a queue now instead of at its next time. */
  wake(name: string): void {
    for (const worker of this.#workers.get(name as JobName) ?? []) this.#boss?.notifyWorker(worker);
  }

  /** Whether it takes jobs; false while it cannot start, and after the end. */
  get running(): boolean {
    return this.#state === "running";
  }

  /** Takes no more jobs, and waits for those that are being done. What is not done by then is done by another process. */
  async end(): Promise<void> {
    this.#state = "ended";
    clearTimeout(this.#retry);
    await this.#boss?.stop({ graceful: true, timeout: grace, close: false });
  }

  async #begin(): Promise<void> {
    this.#boss ??= await this.#open();
    await this.#boss.start();
    for (const name of jobNames) await this.#work(this.#boss, name);
    if (this.#state === "waiting") this.#state = "running";
    this.#options.log.info("the job queue runs");
  }

  async #open(): Promise<PgBoss> {
    const { pool, log } = this.#options;
    const { rows } = await pool.query<{ version: number }>(`select version from ${jobSchema}.version`);
    const ahead = (rows[0]?.version ?? 0) > jobTablesVersion;
    const boss = new PgBoss(bossOptions(this.#options, ahead));
    boss.on("error", (error) => log.warn({ err: error }, "the job queue had an error"));
    return boss;
  }

  /** A worker that got a job looks for the next without a pause: one job at a time, so that one that fails keeps no other back. */
  async #work<Name extends JobName>(boss: PgBoss, name: Name): Promise<void> {
    const { pollingIntervalSeconds, localConcurrency } = queues[name];
    const handler = this.#options.handlers[name];
    const polling = { pollingIntervalSeconds };
    const known = this.#workers.get(name) ?? [];
    this.#workers.set(name, known);
    while (known.length < localConcurrency) {
      known.push(
        "effect" in handler
          ? await boss.work<JobData[Name], void, { transactional: true }>(
              name,
              { ...polling, transactional: true },
              async (jobs, tx) => {
                this.wake(name);
                for (const { data } of jobs) await handler.effect(queriesOf(tx), data);
              },
            )
          : await boss.work<JobData[Name]>(name, polling, async (jobs) => {
              this.wake(name);
              for (const { data } of jobs) await handler.errand(data);
            }),
      );
    }
  }
}

function bossOptions({ pool, superviseSeconds = 15 }: JobsOptions, ahead: boolean): ConstructorOptions {
  const options = {
    db: bossDatabase(pool),
    schema: jobSchema,
    // The migration step makes and changes the tables; the application has no right to. Tables of a newer release, after a rollback, are
    // accepted only by this flag: pg-boss has nothing to change in them then.
    migrate: ahead,
    createSchema: false,
    supervise: true,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    // Clean-up of done jobs, in pg-boss's own slices.
    maintenanceIntervalSeconds: 3_600,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    useListenNotify: false,
    // Advisory locks would let somebody who takes over the application keep migrations waiting, so its role has none. Without them, two
    // processes that look after the same jobs wait for each other's rows.
    __test__noAdvisoryLocks: true,
  };
  return options;
}
