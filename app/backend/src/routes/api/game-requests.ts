import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { accountOf } from "../../accounts/account.ts";
import { requireAccount } from "../../accounts/require-account.ts";
import { ApiError, type ErrorCode } from "../../api-error.ts";
import { audited } from "../../audit/audited.ts";
import { violatedConstraint } from "../../database/violation.ts";
import { insertGameRequest, listGameRequests } from "../../queries/game-requests.ts";
import {
  createdGameRequest,
  gameRequestBody,
  gameRequestOf,
  gameRequestsAnswer,
  gameRequestsQuery,
} from "../../schemas/game-request.ts";
import type { RouteContext } from "../route-context.ts";

/** Game requests: lists one's own and creates new ones. */
export const gameRequestsRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  const onRequest = requireAccount(database);

  const listSchema = { querystring: gameRequestsQuery, response: { 200: gameRequestsAnswer } };
  app.get("/api/game-requests", { schema: listSchema, onRequest }, async (request) => {
    const rows = await listGameRequests(database, accountOf(request).id, request.query.limit).execute();
    return { gameRequests: rows.map(gameRequestOf) };
  });

  const schema = { body: gameRequestBody, response: { 201: createdGameRequest } };
  const action = {
    action: "create_game_request",
    resourceType: "GameRequest",
    function: "createGameRequest",
  };
  app.post("/api/game-requests", { schema, onRequest }, async (request, reply) =>
    audited(database, request, action, async (unit) => {
      const wanted = { ...request.body, senderId: accountOf(request).id };
      const { id, status, createdAt } = await unit
        .commit((transaction) => insertGameRequest(transaction, wanted).executeTakeFirstOrThrow())
        .catch(explained);
      return reply.code(201).send({ gameRequest: { id, status, createdAt: createdAt.toISOString() } });
    }),
  );
};

const refusals: Readonly<Record<string, [ErrorCode, string]>> = {
  GameRequest_recipient_id_fkey: ["not_found", "There is no person with this id."],
  GameRequest_game_id_fkey: ["not_found", "There is no game with this id."],
  GameRequest_not_to_oneself: ["conflict", "You cannot send a request to yourself. Choose another person."],
  GameRequest_pending_key: ["conflict", "You have already sent this request. Wait for the answer."],
};

function explained(error: unknown): never {
  const refusal = refusals[violatedConstraint(error) ?? ""];
  throw refusal ? new ApiError(...refusal) : error;
}
