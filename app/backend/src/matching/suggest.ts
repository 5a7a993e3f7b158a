import type { Temporal } from "temporal-polyfill";
import { freeTime } from "../availability/free-time.ts";
import { without } from "../availability/minutes.ts";
import { readAvailability } from "../availability/read.ts";
import type { Database } from "../database/database.ts";
import { listPreferencesOf } from "../preferences/queries.ts";
import { type Facts, factsOf, inOrder } from "./facts.ts";
import { findChoice, spansTaken, suggestible } from "./queries.ts";

/** How far ahead common times are looked for, in days; most people looked at, and most suggestions. */
const daysAhead = 14;
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
  const choice = await findChoice(database, userId).executeTakeFirst();
  if (!choice?.suggestions) return null;
  const people = await suggestible(database, userId, mostPeople).execute();
  const has = await whatPeopleHave(database, [userId, ...people.map(({ id }) => id)], now);
  const found = people.flatMap(({ id, username, displayName }) => {
    const facts = factsOf(has(userId), has(id));
    return facts ? { id, username, displayName, facts } : [];
  });
  return { zone: choice.zone, suggestions: inOrder(found).slice(0, mostSuggestions) };
}

async function whatPeopleHave(database: Database, ids: readonly string[], now: Temporal.Instant) {
  const to = now.add({ hours: daysAhead * 24 });
  const range = [new Date(now.epochMilliseconds), new Date(to.epochMilliseconds)] as const;
  const availability = await readAvailability(database, ids, now);
  const taken = Map.groupBy(await spansTaken(database, ids, ...range).execute(), ({ userId }) => userId);
  const games = Map.groupBy(await listPreferencesOf(database, ids).execute(), ({ userId }) => userId);
  return (id: string) => {
    const said = availability.get(id);
    const sessions = (taken.get(id) ?? []).map(({ from, to: end }) => ({
      from: from.getTime(),
      to: end.getTime(),
    }));
    return { free: said ? without(freeTime(said, now, to), sessions) : [], games: games.get(id) ?? [] };
  };
}
