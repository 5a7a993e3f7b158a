import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listGames } from "../../queries/games.ts";
import { gamesAnswer } from "../../schemas/game.ts";
import type { RouteContext } from "../route-context.ts";

/** Games that sessions can be planned for; anyone may read them. */
export const gamesRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  app.get("/api/games", { schema: { response: { 200: gamesAnswer } } }, async () => ({
    games: await listGames(database, 500).execute(),
  }));
};
