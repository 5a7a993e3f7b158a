import { randomUUID } from "node:crypto";
import { correlated } from "../../../app/backend/src/database/correlated.ts";
import type { Database } from "../../../app/backend/src/database/database.ts";
import { heldBy, personOf, type Scene, waiting } from "./scene.ts";

/** What became of transactions that their client gave up while they waited for a lock. */
export interface Outcome {
  /** Given up after they had written a row. */
  givenUp: number;
  /** Rows of those that are found committed. */
  late: number;
  /** Rows deleted on nobody's behalf, and those of them that DeleteAuditLog says somebody deleted. */
  deleted: number;
  wrongName: number;
  /** Transactions and statements that waited for no lock, and those of them that failed all the same. */
  others: number;
  othersFailed: number;
}

/** Work that is under way in one measurement, with the ids of rows whose transaction was given up. */
interface Run {
  database: Database;
  givenUp: Set<string>;
  outcome: Outcome;
}

/** More than the pool has connections: what was given back is soon somebody else's. */
const otherClients = 12;

/** Makes as many transactions as named give up, while others use the same pool. */
export async function giveUpTransactions(scene: Scene, database: Database, times: number): Promise<Outcome> {
  const none = { givenUp: 0, late: 0, deleted: 0, wrongName: 0, others: 0, othersFailed: 0 };
  const run: Run = { database, givenUp: new Set(), outcome: none };
  const namesBefore = Number(await scene.read(named));
  let ended = false;
  const others = Array.from({ length: otherClients }, async () => {
    while (!ended) await doOtherWork(run);
    // Whatever was left open by then is met by one of these.
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

/** Writes a row, then waits for another one that is locked until the client gives up. */
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

/** A row written and deleted by single statements on nobody's behalf, and one written in somebody's transaction. */
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
