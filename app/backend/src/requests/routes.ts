import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { page, placeOf } from "../api/page.ts";
import { query } from "../api/query.ts";
import { undoable } from "../undo/undoable.ts";
import { accept, assertOfTwo, notOpen, notYours, openRequest } from "./accept.ts";
import { happenToRequest } from "./happen.ts";
import { propose } from "./propose.ts";
import { findRequest, listGameRequests } from "./queries.ts";
import {
  acceptance,
  changedRequest,
  counterProposal,
  gameRequest,
  gameRequestsAnswer,
  gameRequestsQuery,
  proposal,
  proposedAnswer,
  requestParams,
} from "./schemas.ts";
import { viewRequests } from "./view.ts";

const tag = "Game requests";
const params = requestParams;

/** Requests to play: propose, accept, decline, counter, cancel. */
export const routes = [
  query({
    name: "listGameRequests",
    url: "/api/game-requests",
    tag,
    summary: "List the requests you sent or received, newest first",
    access: "member",
    query: gameRequestsQuery,
    answer: gameRequestsAnswer,
    handle: async ({ account, query: { limit, after, direction, status }, context: { database } }) => {
      const wanted = { limit: limit + 1, after: placeOf(after), direction, status };
      const rows = await listGameRequests(database, account.id, wanted).execute();
      const shown = new Map((await viewRequests(database, account.id, rows)).map((row) => [row.id, row]));
      const { items, next } = page(rows, limit, ({ id }) => shown.get(id));
      return { items: items.filter((item) => item !== undefined), next };
    },
  }),
  query({
    name: "readGameRequest",
    url: "/api/game-requests/:id",
    tag,
    summary: "Read a request with its script",
    access: "member",
    params,
    answer: gameRequest,
    handle: async ({ account, params: { id }, context: { database } }) => {
      const row = await findRequest(database, id, account.id).executeTakeFirst();
      const [shown] = row ? await viewRequests(database, account.id, [row]) : [];
      if (!shown) throw notFound("request");
      return shown;
    },
  }),
  command({
    name: "createGameRequest",
    url: "/api/game-requests",
    tag,
    summary: "Propose a session to one person, or to several of a group",
    access: "verified",
    body: proposal,
    status: 201,
    answer: proposedAnswer,
    refusals: ["not_found", "conflict", "too_many_requests", "unavailable"],
    audit: { action: "create_game_request", resource: "GameRequest", keeps: ["recipientIds", "poolId"] },
    replayable: true,
    handle: async ({ account, body, commit, context: { clock, vault } }) =>
      commit(async (tx) => {
        const now = clock();
        const { sessionId, requestIds } = await propose(tx, {
          ...body,
          hostId: account.id,
          countersId: null,
          now,
        });
        const change = {
          userId: account.id,
          command: "createGameRequest",
          subjectId: sessionId,
          before: null,
          now,
        };
        const undo = await undoable(tx, vault, change);
        return { id: sessionId, answer: { sessionId, requestIds, undo } };
      }),
  }),
  command({
    name: "acceptGameRequest",
    url: "/api/game-requests/:id/accept",
    tag,
    summary: "Agree to play, by the script that you saw",
    access: "verified",
    params,
    body: acceptance,
    answer: changedRequest,
    refusals: ["conflict", "stale"],
    audit: { action: "accept_game_request", resource: "GameRequest", keeps: ["id", "scriptVersion"] },
    handle: async ({ account, params: { id }, body, commit, context: { clock } }) =>
      commit(async (tx) => {
        const { sessionId } = await accept(tx, { ...body, requestId: id, userId: account.id, now: clock() });
        return { id, answer: { id, status: "accepted" as const, sessionId, undo: null } };
      }),
  }),
  ending({
    on: "decline",
    by: "recipient",
    status: "declined",
    summary: "Say no to a request; no reason is needed",
  }),
  command({
    name: "counterGameRequest",
    url: "/api/game-requests/:id/counter",
    tag,
    summary: "Answer a request with another proposal",
    access: "verified",
    params,
    body: counterProposal,
    status: 201,
    answer: proposedAnswer,
    refusals: ["conflict", "too_many_requests", "unavailable"],
    audit: { action: "counter_game_request", resource: "GameRequest", keeps: ["id"] },
    handle: async ({ account, params: { id }, body: { script }, commit, context: { clock } }) =>
      commit(async (tx) => {
        const now = clock();
        const request = await openRequest(tx, id, account.id, now);
        if (request.recipientId !== account.id) throw notYours();
        await assertOfTwo(tx, request);
        const done = await happenToRequest(tx, request, {
          by: "recipient",
          on: "counter",
          now,
          actorId: account.id,
        });
        if (!done) throw notOpen();
        const back = {
          hostId: account.id,
          recipientIds: [request.senderId],
          fewestPeople: 2,
          script,
          countersId: id,
          now,
        };
        const made = await propose(tx, back);
        return { id: made.sessionId, answer: { ...made, undo: null } };
      }),
  }),
  ending({ on: "cancel", by: "sender", status: "cancelled", summary: "Take back a request that you sent" }),
];

/** How one of the two ends a request, so that it can be taken back. */
interface Ending {
  on: "decline" | "cancel";
  by: "recipient" | "sender";
  status: "declined" | "cancelled";
  summary: string;
}

function ending({ on, by, status, summary }: Ending) {
  const name = `${on}GameRequest`;
  return command({
    name,
    url: `/api/game-requests/:id/${on}`,
    tag,
    summary,
    access: "member",
    params,
    answer: changedRequest,
    refusals: ["conflict"],
    audit: { action: `${on}_game_request`, resource: "GameRequest", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit, context: { clock, vault } }) =>
      commit(async (tx) => {
        const now = clock();
        const request = await openRequest(tx, id, account.id, now);
        if (request[`${by}Id`] !== account.id) throw notYours();
        const done = await happenToRequest(tx, request, { by, on, now, actorId: account.id });
        if (!done) throw notOpen();
        const undo = await undoable(tx, vault, {
          userId: account.id,
          command: name,
          subjectId: id,
          before: null,
          now,
        });
        return { id, answer: { id, status, sessionId: request.sessionId, undo } };
      }),
  });
}
