import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { query } from "../api/query.ts";
import { spanInWords } from "../time/words.ts";
import { type suggestion, suggestionsAnswer } from "./schemas.ts";
import { type Suggestion, suggestionsFor } from "./suggest.ts";

/** Suggestions, for those who switched them on. */
export const routes = [
  query({
    name: "listSuggestions",
    url: "/api/suggestions",
    tag: "Suggestions",
    summary:
      "List people with whom you have a free time and a game in common, with these facts as the reason",
    access: "verified",
    answer: suggestionsAnswer,
    limit: { by: "account", most: 30, seconds: 600 },
    handle: async ({ account, context: { database, clock } }) => {
      const found = await suggestionsFor(database, account.id, clock());
      if (!found) return { wanted: false, suggestions: [] };
      return { wanted: true, suggestions: found.suggestions.map((each) => suggestionOf(each, found.zone)) };
    },
  }),
];

/** A suggestion in the form that the API returns, with times in the reader's zone. */
function suggestionOf({ facts, ...person }: Suggestion, zone: string): z.input<typeof suggestion> {
  const bothFree = facts.times.map(({ from, to }) => {
    const starts = Temporal.Instant.fromEpochMilliseconds(from);
    const ends = Temporal.Instant.fromEpochMilliseconds(to);
    const inWords = spanInWords(starts.toZonedDateTimeISO(zone), ends.toZonedDateTimeISO(zone));
    return { startsAt: starts.toString(), endsAt: ends.toString(), inWords };
  });
  const games = facts.games.map(({ name }) => name).join(", ");
  const because = `You are both free ${bothFree[0]?.inWords}, and you both chose ${games}.`;
  return { person, bothFree, bothLike: facts.games, because };
}
