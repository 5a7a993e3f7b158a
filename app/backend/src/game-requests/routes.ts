import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { violatedConstraint } from "../database/violation.ts";
import { insertGameRequest, listGameRequests } from "./queries.ts";
import {
  createdGameRequest,
  gameRequestBody,
  gameRequestOf,
  gameRequestsAnswer,
  gameRequestsQuery,
} from "./schemas.ts";

/** Game requests: lists one's own and creates new ones. */
export const routes = [
  query({
    name: "listGameRequests",
    url: "/api/game-requests",
    tag: "Game requests",
    summary: "List the requests you sent or received, newest first",
    access: "member",
    query: gameRequestsQuery,
    answer: gameRequestsAnswer,
    handle: async ({ account, query: { limit }, context }) => {
      const rows = await listGameRequests(context.database, account.id, limit).execute();
      return { gameRequests: rows.map(gameRequestOf) };
    },
  }),
  command({
    name: "createGameRequest",
    url: "/api/game-requests",
    tag: "Game requests",
    summary: "Ask somebody to play",
    access: "verified",
    body: gameRequestBody,
    status: 201,
    answer: createdGameRequest,
    refusals: ["not_found", "conflict"],
    audit: { action: "create_game_request", resource: "GameRequest", keeps: ["recipientId", "gameId"] },
    replayable: true,
    handle: async ({ account, body, commit }) =>
      commit(async (transaction) => {
        const wanted = { ...body, senderId: account.id };
        const { id, status, createdAt } = await insertGameRequest(transaction, wanted)
          .executeTakeFirstOrThrow()
          .catch(explained);
        return { id, answer: { gameRequest: { id, status, createdAt: createdAt.toISOString() } } };
      }),
  }),
];

function explained(error: unknown): never {
  const constraint = violatedConstraint(error);
  if (constraint === "GameRequest_recipient_id_fkey") throw notFound("person");
  if (constraint === "GameRequest_game_id_fkey") throw notFound("game");
  if (constraint === "GameRequest_not_to_oneself")
    throw new ApiError("conflict", "You cannot send a request to yourself. Choose another person.");
  if (constraint === "GameRequest_pending_key")
    throw new ApiError("conflict", "You have already sent this request. Wait for the answer.");
  throw error;
}
