import { query } from "../api/query.ts";
import { listGames } from "./queries.ts";
import { gamesAnswer } from "./schemas.ts";

/** Games that sessions can be planned for; anyone may read them. */
export const routes = [
  query({
    name: "listGames",
    url: "/api/games",
    tag: "Games",
    summary: "List the games that sessions can be planned for",
    access: "anyone",
    answer: gamesAnswer,
    cacheable: 60,
    handle: async ({ context }) => ({ games: await listGames(context.database, 500).execute() }),
  }),
];
