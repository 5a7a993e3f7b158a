const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/**
 * How long everyone on the way to the data waits, in milliseconds. Who is nearer to the data gives up first and says why, while
 * the one behind it still listens: a client's own limit then means one thing only, that nobody answers. A statement that its client gives
 * up before the server does may still be done, after it was reported as failed. `tests/golden/time-limits.test.ts` holds the order.
 */
export const timeLimits = {
  /** What people wait for, through the pooler; their browser gives up after 10 s, nginx after 35 s. */
  application: {
    /** PostgreSQL: for a lock, in a transaction. Below `statement`, so that the error names the lock. */
    lock: 3 * second,
    /** PostgreSQL: a statement, its waits for locks included. */
    statement: 5 * second,
    /** PostgreSQL: a transaction in which nothing is asked. The backend does slow work before it opens one. */
    idleInTransaction: 10 * second,
    /** PgBouncer: its own connection to PostgreSQL. Below `poolerWait`, so that clients hear why there is none. */
    poolerConnect: 2 * second,
    /** PgBouncer: for a free connection to PostgreSQL. It comes before a statement, so the client waits for both. */
    poolerWait: 3 * second,
    /** PgBouncer: a statement whose server does not end it, since the network or the server hangs. */
    poolerStatement: 7 * second,
    /** The backend: for a connection of its pool. A new one may have to wait for the pooler's. */
    connect: 5 * second,
    /** The backend: a statement. */
    client: 9 * second,
  },
  /** Programs that change the schema or load data, without the pooler. */
  migration: { lock: 10 * second, statement: 10 * minute, client: 11 * minute },
  /** The guardian's sessions, without the pooler; each asks for its own limit at the server. */
  guardian: {
    look: { statement: 600, client: 800 },
    checks: { statement: 25 * second, client: 30 * second },
    writes: { statement: 1_600, client: 2 * second },
  },
  /** What copies and counts whole tables. */
  backup: { statement: day, client: day + minute },
} as const;
