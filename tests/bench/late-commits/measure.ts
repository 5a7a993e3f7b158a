import { loadavg } from "node:os";
import { openScene, type Scene } from "./scene.ts";
import { giveUpStatements } from "./statements.ts";
import { giveUpTransactions, type Outcome } from "./transactions.ts";

/** Milliseconds after which the client gives up where PostgreSQL would go on: far below any limit of PostgreSQL. */
const impatient = 200;

/**
 * Work that was reported as failed and is found committed, and deletions recorded with the wrong person's name: transactions that their
 * client gives up while they wait for a lock, from a pool without and with its guard; and single statements, which no pool can help, given
 * up by the client first or ended by PostgreSQL first.
 * @param times how many of each are given up
 */
export async function lateCommits(times: number): Promise<string[]> {
  const scene = await openScene();
  try {
    const { direct, pooler } = scene.cluster.ports;
    return [
      ...(await transactions(scene, "directly", direct, times)),
      ...(await transactions(scene, "through PgBouncer", pooler, times)),
      ...(await statements(scene, direct, times)),
      `${times} of each; load average at the end ${loadavg()[0]?.toFixed(1)}`,
    ];
  } finally {
    await scene.stop();
  }
}

async function transactions(scene: Scene, what: string, port: number, times: number): Promise<string[]> {
  const outcomes: Outcome[] = [];
  for (const guard of [false, true])
    await scene.withBackend({ port, patience: impatient, guard }, async (database) => {
      outcomes.push(await giveUpTransactions(scene, database, times));
    });
  const [plain, guarded] = outcomes;
  if (!plain || !guarded) throw new Error("nothing was measured");
  return [
    `transactions ${what}: plain pool: ${line(plain)}`,
    `transactions ${what}: guarded pool: ${line(guarded)}`,
    `  late commits ${plain.late} : ${guarded.late}, wrong names ${plain.wrongName} : ${guarded.wrongName}`,
  ];
}

function line({ givenUp, late, deleted, wrongName, others, othersFailed }: Outcome): string {
  return `${givenUp} given up, ${late} committed late; ${wrongName} of ${deleted} deletions name somebody; ${othersFailed} of ${others} others failed`;
}

/** Today's order of limits beside the other one, both with the guard. */
async function statements(scene: Scene, port: number, times: number): Promise<string[]> {
  const lines: string[] = [];
  const give = (patience: number, what: string) =>
    scene.withBackend({ port, patience, guard: true }, async (database) => {
      const { failed, late } = await giveUpStatements(scene, database, times);
      lines.push(`single statements, ${what} first: ${failed} failed, ${late} done late`);
    });
  await give(impatient, "the client gives up");
  await scene.read(`ALTER ROLE tovplay_app SET statement_timeout = ${impatient}`);
  await give(5 * impatient, "PostgreSQL ends them");
  return lines;
}
