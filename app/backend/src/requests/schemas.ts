import { z } from "zod";
import { pageOf, pageQuery } from "../api/page.ts";
import { personAnswer, script, scriptAnswer } from "../sessions/script.ts";
import { undoAnswer } from "../undo/schemas.ts";
import { requestStates } from "./transitions.ts";

/** Most people who can be asked to one session. */
const mostAsked = 29;

/** Body of `POST /api/game-requests`. */
export const proposal = z.strictObject({
  recipientIds: z.array(z.uuid()).min(1).max(mostAsked),
  /** The group whose members are asked; needed for more than one person. */
  poolId: z.uuid().optional(),
  /** How many people have to agree, with you; the session takes place as soon as they have. */
  fewestPeople: z
    .number()
    .int()
    .min(2)
    .max(mostAsked + 1)
    .default(2),
  script,
});

/** Body of a counter-proposal: another script for the same two people. */
export const counterProposal = z.strictObject({ script });

/** A request to play, for one of the two people. */
export const gameRequest = z.object({
  id: z.uuid(),
  direction: z.enum(["sent", "received"]),
  status: z.enum(requestStates),
  createdAt: z.string(),
  /** When it closes by itself; null for a request from before there were scripts. */
  expiresAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  other: personAnswer,
  sessionId: z.uuid().nullable(),
  /** The request to which this one proposes something else. */
  countersId: z.uuid().nullable(),
  /** Null for a request from before there were scripts: it cannot be accepted. */
  script: scriptAnswer.nullable(),
});

/** Query of `GET /api/game-requests`. */
export const gameRequestsQuery = pageQuery.extend({
  direction: z.enum(["sent", "received"]).optional(),
  status: z.enum(requestStates).optional(),
});

export const gameRequestsAnswer = pageOf(gameRequest);

/** Answer of a proposal: one request for each person who was asked. */
export const proposedAnswer = z.object({
  sessionId: z.uuid(),
  requestIds: z.array(z.uuid()),
  undo: undoAnswer.nullable(),
});

/** Answer of what changes a request. */
export const changedRequest = z.object({
  id: z.uuid(),
  status: z.enum(requestStates),
  sessionId: z.uuid().nullable(),
  undo: undoAnswer.nullable(),
});

/** Body of the acceptance: the version says which script was seen. */
export const acceptance = z.strictObject({
  scriptVersion: z.number().int().min(1),
  /** Has to be true when the script warns of somebody. */
  warningsSeen: z.boolean().default(false),
});

export const requestParams = z.object({ id: z.uuid() });
