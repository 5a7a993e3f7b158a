import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { grantTables } from "../../conformance/testing/granted.ts";
import { type ProtectedDatabase, protectedDatabase } from "../../conformance/testing/protected-database.ts";
import { applicationAt, book, type Cast } from "./bookings.ts";
import { Processes } from "./processes.ts";

/** Milliseconds between two kills, and how many kills of a process come to one crash of PostgreSQL. */
const kills = { least: 400, spread: 1_600, toCrash: 5 };

/** Without another reminder for this long, in milliseconds, no more is waited for: what is not there then is lost. */
const timeout = 90_000;

/** What came of it. */
interface Outcome {
  expected: number;
  lost: number;
  twice: number;
  mails: number;
  gaps: number;
}

/**
 * Makes bookings while backend processes are killed and PostgreSQL crashes at random moments, then counts reminders: each of the two people
 * of each booking has to have exactly one in the application, and one in the outbox for mail.
 * @param bookings how many
 * @param seed of the moments
 */
export async function reminderKills(bookings: number, seed = 1): Promise<string[]> {
  const random = generator(seed);
  const made = await protectedDatabase({ docker: [], settings: ["max_connections=200"] });
  await grantTables(made);
  const place = { port: made.server.port, password: made.server.password };
  const processes = new Processes(place, [18_101, 18_102]);
  const application = applicationAt(place);
  const began = performance.now();
  try {
    const cast = await people(made, 60);
    processes.start();
    const killing = killAtRandom(made, processes, random);
    let attempts = 0;
    for (let index = 0; index < bookings; index += 1)
      attempts += await book(application.database, cast, index, random);
    const crashes = await killing.stop();
    await settled(made, bookings * 2);
    const codes = await processes.end();
    const { lost, twice, expected, mails, gaps } = await outcome(made);
    return [
      `${bookings} bookings (${attempts} attempts) in ${Math.round((performance.now() - began) / 1_000)} s, ` +
        `${processes.killed} backend processes killed, ${crashes} crashes of PostgreSQL`,
      `reminders: ${expected} expected, ${lost} lost, ${twice} twice; ${mails} in the outbox; ${gaps} gaps in people's numbers`,
      `exit codes of the processes that ended by themselves: ${codes.join(", ")}`,
    ];
  } finally {
    await processes.end();
    await application.end();
    await made.server.stop();
  }
}

async function people(made: ProtectedDatabase, count: number): Promise<Cast> {
  const rows = await made.as(
    "postgres",
    `WITH made AS (INSERT INTO "User" (username, email, email_verified_at)
        SELECT 'person' || n, 'person' || n || '@example.org', now() FROM generate_series(1, ${count}) n RETURNING id),
      shown AS (INSERT INTO "UserProfile" (user_id, display_name, reminders) SELECT id, 'P', '{ten_minutes_before}' FROM made)
      SELECT id FROM made`,
  );
  const [game] = await made.as(
    "postgres",
    `INSERT INTO "Game" (name, max_players) VALUES ('Portal 2', 2) RETURNING id`,
  );
  return { people: rows.map(({ id }) => String(id)), gameId: String(game?.id) };
}

/** Kills until it is stopped. @returns how often PostgreSQL crashed */
function killAtRandom(made: ProtectedDatabase, processes: Processes, random: () => number) {
  let stopped = false;
  let crashes = 0;
  const work = (async () => {
    for (let turn = 1; !stopped; turn += 1) {
      await sleep(kills.least + random() * kills.spread);
      if (turn % kills.toCrash !== 0) processes.kill(Math.floor(random() * 2));
      else if (await crash(made)) crashes += 1;
    }
    return crashes;
  })();
  return {
    stop: () => {
      stopped = true;
      return work;
    },
  };
}

/** One of its processes killed makes PostgreSQL end all sessions at once and recover from its log, as after a crash. */
async function crash(made: ProtectedDatabase): Promise<boolean> {
  const found = await made
    .as("postgres", "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
    .catch(() => []);
  const pid = found[0]?.pid;
  if (typeof pid !== "number") return false;
  await execa("docker", ["exec", made.server.container, "kill", "-9", String(pid)], { reject: false });
  return true;
}

/** Waits until all reminders are there, or no more come. */
async function settled(made: ProtectedDatabase, expected: number): Promise<void> {
  let [count, changed] = [0, performance.now()];
  for (;;) {
    const [row] = await made
      .as(
        "postgres",
        `SELECT count(*) FILTER (WHERE channel = 'in_app' AND number IS NOT NULL)::int AS shown,
          count(*) FILTER (WHERE channel = 'email' AND sent_at IS NOT NULL)::int AS mailed FROM "UserNotifications"`,
      )
      .catch(() => []);
    const [shown, mailed] = [Number(row?.shown ?? 0), Number(row?.mailed ?? 0)];
    if (shown >= expected && mailed >= expected) return;
    if (shown + mailed > count) [count, changed] = [shown + mailed, performance.now()];
    if (performance.now() - changed > timeout) return;
    await sleep(500);
  }
}

async function outcome(made: ProtectedDatabase): Promise<Outcome> {
  const [row] = await made.as(
    "postgres",
    `WITH expected AS (SELECT session_id, user_id FROM "SessionPerson"),
      got AS (SELECT user_id, details ->> 'sessionId' AS session_id, count(*) AS times FROM "UserNotifications"
        WHERE kind = 'session_reminder' AND channel = 'in_app' AND number IS NOT NULL GROUP BY 1, 2)
    SELECT count(*)::int AS expected, count(*) FILTER (WHERE g.times IS NULL)::int AS lost,
      count(*) FILTER (WHERE g.times > 1)::int AS twice, (SELECT count(*) FROM "OutgoingMail")::int AS mails,
      (SELECT count(*) FROM "NoticeSettings" s WHERE last_number <> (SELECT count(*) FROM "UserNotifications" n
        WHERE n.user_id = s.user_id AND n.number IS NOT NULL))::int AS gaps
    FROM expected e LEFT JOIN got g ON g.user_id = e.user_id AND g.session_id = e.session_id::text`,
  );
  return row as unknown as Outcome;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
