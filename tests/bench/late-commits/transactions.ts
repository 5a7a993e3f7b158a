import { randomUUID } from "node:crypto";
import { correlated } from "../../../app/backend/src/database/correlated.ts";
import type { Database } from "../../../app/backend/src/database/database.ts";
import { heldBy, personOf, type Scene, waiting } from "./scene.ts";

/** The outcome of transactions that their client gave up while they waited for a lock. */
export interface Outcome {
  /** Given up after they had written a row. */
  givenUp: number;
  /** Number of their rows that were committed anyway. */
  late: number;
  /** Rows deleted on behalf of no user, and those for which DeleteAuditLog names a user anyway. */
  deleted: number;
  wrongName: number;
  /** Transactions and statements that waited for no lock, and those of them that failed anyway. */
  others: number;
  othersFailed: number;
}

/** A measurement in progress, with the IDs of rows whose transaction was given up. */
interface Run {
  database: Database;
  givenUp: Set<string>;
  outcome: Outcome;
}

/** More than the pool has connections, so that a returned connection is soon used again. */
const otherClients = 12;

/** Gives up at least `times` transactions while others use the same pool. */
export async function giveUpTransactions(scene: Scene, database: Database, times: number): Promise<Outcome> {
  const none = { givenUp: 0, late: 0, deleted: 0, wrongName: 0, others: 0, othersFailed: 0 };
  const run: Run = { database, givenUp: new Set(), outcome: none };
  const namesBefore = Number(await scene.read(named));
  let ended = false;
  const others = Array.from({ length: otherClients }, async () => {
    while (!ended) await doOtherWork(run);
    // One of these gets any connection that was left in a transaction.
    for (let more = 0; more < 5; more++) await doOtherWork(run);
  });
  while (run.givenUp.size < times)
    await scene.whileHeld(() => Promise.all(waiting.map((number) => giveUp(run, number))));
  ended = true;
  await Promise.all(others);
  const givenUp = [...run.givenUp].join(",");
  return {
    ...run.outcome,
    givenUp: run.givenUp.size,
    late: Number(
      await scene.read(`SELECT count(*) FROM "UserNotifications" WHERE id = ANY ('{${givenUp}}')`),
    ),
    wrongName: Number(await scene.read(named)) - namesBefore,
  };
}

const named = `SELECT count(*) FROM "DeleteAuditLog" WHERE application_user IS NOT NULL`;

/** Writes a row, then waits for a locked one until the client gives up. */
async function giveUp({ database, givenUp }: Run, number: number): Promise<void> {
  const row = newRow(number);
  let written = false;
  try {
    await correlated(database, { id: row.id, userId: row.user_id }, async (transaction) => {
      await transaction.insertInto("UserNotifications").values(row).execute();
      written = true;
      await transaction
        .selectFrom("Game")
        .select("id")
        .where("name", "=", heldBy(number))
        .forUpdate()
        .execute();
    });
  } catch {
    if (written) givenUp.add(row.id);
  }
}

/** Writes and deletes a row by single statements on behalf of no user, and writes one in a user's transaction. */
async function doOtherWork({ database, outcome }: Run): Promise<void> {
  const done = async (work: Promise<unknown>) => {
    outcome.others += 1;
    return work.then(
      () => true,
      () => {
        outcome.othersFailed += 1;
        return false;
      },
    );
  };
  const alone = newRow(1);
  const insert = (row: ReturnType<typeof newRow>, into: Database = database) =>
    into.insertInto("UserNotifications").values(row).execute();
  if (await done(insert(alone))) {
    const deletion = database.deleteFrom("UserNotifications").where("id", "=", alone.id);
    if (await done(deletion.execute())) outcome.deleted += 1;
  }
  const own = newRow(2);
  await done(
    correlated(database, { id: own.id, userId: own.user_id }, (transaction) => insert(own, transaction)),
  );
}

function newRow(number: number) {
  return { id: randomUUID(), user_id: personOf(number), kind: "bench", sent_at: null, read_at: null };
}
