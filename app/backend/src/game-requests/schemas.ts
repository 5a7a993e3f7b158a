import { z } from "zod";
import { publicUser } from "../accounts/schemas.ts";

/** How far ahead a session can be proposed, in days. */
const maximumDaysAhead = 366;

const proposedFor = z.iso
  .datetime({
    offset: true,
    error: "enter a valid date with time and zone, for example 2030-01-31T18:00:00+02:00",
  })
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() > Date.now(), "choose a time in the future")
  .refine((at) => at.getTime() < Date.now() + maximumDaysAhead * 86_400_000, "choose a time within a year");

/** Body of `POST /api/game-requests`. */
export const gameRequestBody = z.strictObject({ recipientId: z.uuid(), gameId: z.uuid(), proposedFor });

const status = z.enum(["pending", "accepted", "declined", "countered", "cancelled", "expired"]);

/** A request to play, for the two people it concerns. Times are ISO 8601 in UTC. */
export const gameRequest = z.object({
  id: z.uuid(),
  status,
  proposedFor: z.string(),
  createdAt: z.string(),
  game: z.object({ id: z.uuid(), name: z.string() }),
  sender: publicUser,
  recipient: publicUser,
});

/** Query of `GET /api/game-requests`. */
export const gameRequestsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** Answer of `GET /api/game-requests`. */
export const gameRequestsAnswer = z.object({ gameRequests: z.array(gameRequest) });

/** Answer of `POST /api/game-requests`. */
export const createdGameRequest = z.object({
  gameRequest: z.object({ id: z.uuid(), status, createdAt: z.string() }),
});

/** A database row in the form that the API returns. */
export function gameRequestOf(row: GameRequestRow): z.infer<typeof gameRequest> {
  return {
    id: row.id,
    status: row.status,
    proposedFor: row.proposedFor.toISOString(),
    createdAt: row.createdAt.toISOString(),
    game: { id: row.gameId, name: row.gameName },
    sender: { id: row.senderId, username: row.senderName },
    recipient: { id: row.recipientId, username: row.recipientName },
  };
}

/** A row of the query `listGameRequests`. */
export interface GameRequestRow {
  id: string;
  status: z.infer<typeof status>;
  proposedFor: Date;
  createdAt: Date;
  gameId: string;
  gameName: string;
  senderId: string;
  senderName: string;
  recipientId: string;
  recipientName: string;
}
