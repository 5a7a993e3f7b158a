const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/**
 * Timeouts of every program on the way to the data, in milliseconds. A program nearer to the data times out first and reports why, while
 * the next one still waits, so a client's own timeout means only that nothing answers. A statement whose client times out before
 * the server may still be executed after it was reported as failed. `tests/golden/time-limits.test.ts` checks the order.
 */
export const timeLimits = {
  /** Requests of people, through the pooler; the browser times out after 10 s, nginx after 35 s. */
  application: {
    /** PostgreSQL: waiting for a lock, in a transaction. Below `statement`, so that the error names the lock. */
    lock: 3 * second,
    /** PostgreSQL: a statement, including waits for locks. */
    statement: 5 * second,
    /** PostgreSQL: an idle transaction. The backend does slow work before it opens one. */
    idleInTransaction: 10 * second,
    /** PgBouncer: its own connection to PostgreSQL. Below `poolerWait`, so that clients get the reason. */
    poolerConnect: 2 * second,
    /** PgBouncer: waiting for a free connection to PostgreSQL. This precedes a statement, so the client waits for both. */
    poolerWait: 3 * second,
    /** PgBouncer: a statement that the server does not end because it or the network hangs. */
    poolerStatement: 7 * second,
    /** The backend: waiting for a connection of its pool. A new one may have to wait for the pooler's. */
    connect: 5 * second,
    /** The backend: a statement. */
    client: 9 * second,
  },
  /** Programs that change the schema or load data, without the pooler. */
  migration: { lock: 10 * second, statement: 10 * minute, client: 11 * minute },
  /** The guardian's sessions, without the pooler; each sets its own limit on the server. */
  guardian: {
    look: { statement: 600, client: 800 },
    checks: { statement: 25 * second, client: 30 * second },
    writes: { statement: 1_600, client: 2 * second },
  },
  /** Programs that copy and count complete tables. */
  backup: { statement: day, client: day + minute },
} as const;
