import { setTimeout as wait } from "node:timers/promises";

/** SQLSTATEs of a transaction that PostgreSQL gave up in favour of another: serialization failure, deadlock. */
const givenUp = new Set(["40001", "40P01"]);

/** How often a transaction is tried in all. */
const tries = 4;

/** Runs a transaction again when the database gave it up in favour of another one. @param transact must change nothing but the database */
export async function retried<Result>(transact: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transact();
    } catch (error) {
      if (attempt === tries || !wasGivenUp(error)) throw error;
      // Two that met once must not meet again at once.
      await wait(attempt * 10 * (1 + Math.random()));
    }
  }
}

/** Whether the database gave a transaction up in favour of another one. */
export function wasGivenUp(error: unknown): boolean {
  return error instanceof Error && "code" in error && givenUp.has(String(error.code));
}
