import { loadavg } from "node:os";
import { openScene, type Scene } from "./scene.ts";
import { giveUpStatements } from "./statements.ts";
import { giveUpTransactions, type Outcome } from "./transactions.ts";

/** Milliseconds after which the client gives up: far below any limit of PostgreSQL, which continues. */
const clientTimeout = 200;

/**
 * Counts work that was reported as failed but is found committed, and deletions recorded with the wrong user: for transactions whose
 * client gives up while they wait for a lock, with and without the pool's guard; and for single statements, which no pool can protect,
 * given up by the client first or ended by PostgreSQL first.
 * @param times how many of each to give up
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
    await scene.withBackend({ port, queryTimeout: clientTimeout, guard }, async (database) => {
      outcomes.push(await giveUpTransactions(scene, database, times));
    });
  const [plain, guarded] = outcomes;
  if (!plain || !guarded) throw new Error("nothing was measured");
  return [
    `transactions ${what}: plain pool: ${line(plain)}`,
    `transactions ${what}: guarded pool: ${line(guarded)}`,
    `  late commits ${plain.late} : ${guarded.late}, wrong users ${plain.wrongName} : ${guarded.wrongName}`,
  ];
}

function line({ givenUp, late, deleted, wrongName, others, othersFailed }: Outcome): string {
  return `${givenUp} given up, ${late} committed late; ${wrongName} of ${deleted} deletions recorded with a wrong user; ${othersFailed} of ${others} others failed`;
}

/** Compares the order of timeouts in use with the reverse order, both with the guard. */
async function statements(scene: Scene, port: number, times: number): Promise<string[]> {
  const lines: string[] = [];
  const give = (queryTimeout: number, what: string) =>
    scene.withBackend({ port, queryTimeout, guard: true }, async (database) => {
      const { failed, late } = await giveUpStatements(scene, database, times);
      lines.push(`single statements, ${what} first: ${failed} failed, ${late} committed late`);
    });
  await give(clientTimeout, "the client gives up");
  await scene.read(`ALTER ROLE tovplay_app SET statement_timeout = ${clientTimeout}`);
  await give(5 * clientTimeout, "PostgreSQL ends them");
  return lines;
}
