import { createLog } from "@tovplay/runtime/log";
import { createPool } from "@tovplay/runtime/postgres";
import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import { afterEach, expect, test } from "vitest";
import { playingJobs } from "../sessions/jobs.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type JobHandlers, Jobs } from "./jobs.ts";
import { jobPrivileges } from "./privileges.ts";
import { cancelJobs, enqueue } from "./queue.ts";
import { jobNames } from "./queues.ts";

const db = await testDatabase();
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await sql`delete from pgboss.job`.execute(db.admin);
});

const nothing: JobHandlers = {
  ...playingJobs(() => Temporal.Now.instant()),
  deliver: { errand: async () => undefined },
  remind: { effect: async () => undefined },
  "answer-discord": { errand: async () => undefined },
  "discord-event": { errand: async () => undefined },
  "look-after": { effect: async () => undefined },
};

/** One process that does jobs, as the application's role. */
async function process(handlers: Partial<JobHandlers>): Promise<Jobs> {
  const { host, port, database, password } = db.at;
  const log = createLog({ service: "test", level: "silent" });
  const pool = createPool(
    {
      DATABASE_HOST: host,
      DATABASE_PORT: port,
      DATABASE_NAME: database,
      DATABASE_USER: "tovplay_app",
      DATABASE_PASSWORD_FILE: password,
      DATABASE_TLS_CA_FILE: undefined,
      DATABASE_SYSTEM_IDENTIFIER: undefined,
    },
    { application: "test-jobs", size: 4, log },
  );
  const jobs = new Jobs({ pool, handlers: { ...nothing, ...handlers }, log, superviseSeconds: 1 });
  endings.push(async () => {
    await jobs.end();
    await pool.end();
  });
  await jobs.started();
  return jobs;
}

const reminder = (userId: string) => ({
  sessionId: "s",
  userId,
  startsAt: "2030-01-01T00:00:00Z",
  minutes: 60,
});
const give = (userId: string, key: string, after?: Temporal.Instant) =>
  db.app
    .transaction()
    .execute((tx) =>
      enqueue(tx, "remind", reminder(userId), { key, about: "s", ...(after ? { after } : {}) }),
    );

const states = async () =>
  (
    await sql<{
      state: string;
      count: number;
    }>`select state::text, count(*)::int from pgboss.job group by 1 order by 1`.execute(db.admin)
  ).rows.map(({ state, count }) => [state, count]);

test("the application may do with the queue's tables what is declared, and nothing else", async () => {
  const { rows } = await sql<{ name: string; granted: string[] }>`
    select c.relname as name, array_agg(a.privilege_type::text order by a.privilege_type) as granted
    from pg_class c cross join lateral aclexplode(c.relacl) a
    where c.relnamespace = 'pgboss'::regnamespace and a.grantee = 'tovplay_app'::regrole group by 1`.execute(
    db.admin,
  );
  const granted = Object.fromEntries(rows.map(({ name, granted }) => [name, granted]));
  const declared = Object.entries(jobPrivileges).map(([name, list]) => [name, [...list].sort()]);
  expect(granted).toEqual(Object.fromEntries(declared));
  await expect(sql`create table pgboss.mine ()`.execute(db.app)).rejects.toThrow("permission denied");
});

test("every kind of job has its queue", async () => {
  const { rows } = await sql<{ name: string }>`select name from pgboss.queue`.execute(db.admin);
  expect(
    rows
      .map(({ name }) => name)
      .filter((name) => !name.startsWith("__"))
      .sort(),
  ).toEqual([...jobNames].sort());
});

test("a job that is given twice with one key is done once, by one of two processes", async () => {
  const done: string[] = [];
  const effect = async (_tx: unknown, { userId }: { userId: string }) => void done.push(userId);
  const both = await Promise.all([process({ remind: { effect } }), process({ remind: { effect } })]);
  await Promise.all([give("ada", "one"), give("ada", "one"), give("bea", "two")]);
  for (const jobs of both) jobs.wake("remind");
  await expect.poll(() => done.length).toBeGreaterThanOrEqual(2);
  await expect.poll(states).toEqual([["completed", 2]]);
  await give("ada", "one");
  for (const jobs of both) jobs.wake("remind");
  expect(await states()).toEqual([["completed", 2]]);
  expect(done.sort()).toEqual(["ada", "bea"]);
});

test("an effect is there exactly when its job is done: a failure takes it back, and the job is tried again", async () => {
  let attempts = 0;
  const jobs = await process({
    remind: {
      effect: async (tx, { userId }) => {
        attempts += 1;
        await sql`insert into "Throttle" (key, empty_at) values (sha256(${userId}::bytea), now())`.execute(
          tx,
        );
        if (attempts < 2) throw new Error("not this time");
      },
    },
  });
  await give("ada", "one");
  jobs.wake("remind");
  await expect.poll(() => attempts, { timeout: 15_000 }).toBe(2);
  await expect.poll(states).toEqual([["completed", 1]]);
  const { rows } = await sql<{ count: number }>`select count(*)::int from "Throttle"`.execute(db.admin);
  expect(rows).toEqual([{ count: 1 }]);
}, 30_000);

test("a job in a transaction that is rolled back was never given", async () => {
  const failing = db.app.transaction().execute(async (tx) => {
    await enqueue(tx, "remind", reminder("ada"), { key: "one" });
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await states()).toEqual([]);
});

test("a job waits for its time; a cancelled one is not done, and waits again when it is given again", async () => {
  const later = Temporal.Now.instant().add({ hours: 1 });
  await give("ada", "one", later);
  await db.app.transaction().execute((tx) => cancelJobs(tx, "remind", "s"));
  expect(await states()).toEqual([["cancelled", 1]]);
  await give("ada", "one", later.add({ hours: 1 }));
  expect(await states()).toEqual([["created", 1]]);
  const done: string[] = [];
  const jobs = await process({ remind: { effect: async (_tx, { userId }) => void done.push(userId) } });
  jobs.wake("remind");
  await give("bea", "two");
  jobs.wake("remind");
  await expect.poll(() => done).toEqual(["bea"]);
});

test("a job without a queue fails the transaction that gives it", async () => {
  const giving = db.app.transaction().execute((tx) => enqueue(tx, "no-such-queue" as "look-after", {}));
  await expect(giving).rejects.toThrow(/q_fkey/);
});

test("a job whose process is gone is done by another one", async () => {
  await give("ada", "one");
  await sql`update pgboss.job set state = 'active', started_on = now() - interval '2 minutes'`.execute(
    db.admin,
  );
  const done: string[] = [];
  await process({ remind: { effect: async (_tx, { userId }) => void done.push(userId) } });
  await expect.poll(() => done, { timeout: 30_000 }).toEqual(["ada"]);
}, 40_000);

test("a process that ends finishes the job that it does", async () => {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun = false;
  const jobs = await process({
    remind: {
      effect: async () => {
        begun = true;
        await finished;
      },
    },
  });
  await give("ada", "one");
  jobs.wake("remind");
  await expect.poll(() => begun).toBe(true);
  const ending = jobs.end();
  finish();
  await ending;
  expect(await states()).toEqual([["completed", 1]]);
});

test("tables of a newer release, as after a rollback, are worked with as they are", async () => {
  await sql`update pgboss.version set version = version + 1`.execute(db.admin);
  const done: string[] = [];
  await give("ada", "one");
  await process({ remind: { effect: async (_tx, { userId }) => void done.push(userId) } });
  await expect.poll(() => done).toEqual(["ada"]);
  await sql`update pgboss.version set version = version - 1`.execute(db.admin);
});
