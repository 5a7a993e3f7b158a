import { type Expression, sql } from "kysely";
import type { Database } from "../database/database.ts";

/**
 * Lets one change between two people happen at a time, until the transaction ends: a question and a block at the same moment come
 * one after the other, and the second sees the first. Take it before reading what the change depends on.
 */
export async function lockPair(tx: Database, one: string, other: string): Promise<void> {
  await lock(tx, [one, other].sort().join(" "));
}

/** Like {@link lockPair} for one person and several others, in one order everywhere, so that nobody waits in a circle. */
export async function lockPairs(tx: Database, one: string, others: readonly string[]): Promise<void> {
  const pairs = others.map((other) => [one, other].sort().join(" ")).sort();
  for (const pair of pairs) await lock(tx, pair);
}

/**
 * Like {@link lockPair} for the two people of a row, if there is one; one statement whether there is or not.
 * @param pair selects the two ids as `one` and `other`
 */
export async function lockPairOf(tx: Database, pair: Expression<Pair>): Promise<void> {
  const name = sql`least(pair.one, pair.other) || ' ' || greatest(pair.one, pair.other)`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0)) from ${pair} as pair`.execute(tx);
}

/** Ids of two people. */
interface Pair {
  one: string;
  other: string;
}

/** Lets one person ask one question at a time, so that limits hold. Take it before {@link lockPair}. */
export async function lockAsker(tx: Database, userId: string): Promise<void> {
  await lock(tx, `asks ${userId}`);
}

async function lock(tx: Database, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}
