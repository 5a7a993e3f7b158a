import { Temporal } from "temporal-polyfill";
import { freeTime } from "../availability/free-time.ts";
import { type Span, without } from "../availability/minutes.ts";
import { readAvailability } from "../availability/read.ts";
import type { Database } from "../database/database.ts";
import { listPreferences } from "../preferences/queries.ts";
import { type Facts, factsOf, inOrder } from "./facts.ts";
import { findWish, spansTaken, suggestible } from "./queries.ts";

/** How far ahead common times are looked for, in days; most people looked at, and most suggestions. */
export const daysAhead = 14;
const mostPeople = 200;
const mostSuggestions = 20;

/** Somebody with whom one could play, and why: the facts are the whole reason. */
export interface Suggestion {
  id: string;
  username: string;
  displayName: string;
  facts: Facts;
}

/** Suggestions for somebody, from what is stored now: the same again gives the same. Null when they do not want any. */
export async function suggestionsFor(
  database: Database,
  userId: string,
  now: Temporal.Instant,
): Promise<{ zone: string; suggestions: Suggestion[] } | null> {
  const wish = await findWish(database, userId).executeTakeFirst();
  if (!wish?.suggestions) return null;
  const mine = await whatSomebodyHas(database, userId, now);
  const found = [];
  for (const person of await suggestible(database, userId, mostPeople).execute()) {
    const facts = factsOf(mine, await whatSomebodyHas(database, person.id, now));
    if (facts) found.push({ id: person.id, username: person.username, displayName: person.displayName, facts });
  }
  return { zone: wish.zone, suggestions: inOrder(found).slice(0, mostSuggestions) };
}

async function whatSomebodyHas(database: Database, userId: string, now: Temporal.Instant) {
  const to = now.add({ hours: daysAhead * 24 });
  const range = [new Date(now.epochMilliseconds), new Date(to.epochMilliseconds)] as const;
  const taken = await spansTaken(database, userId, ...range).execute();
  const free: Span[] = freeTime(await readAvailability(database, userId, now), now, to);
  const sessions = taken.map((span) => ({ from: span.from.getTime(), to: span.to.getTime() }));
  return { free: without(free, sessions), games: await listPreferences(database, userId).execute() };
}
