import type { Database } from "../database/database.ts";

/** A request to play. */
export interface NewGameRequest {
  senderId: string;
  recipientId: string;
  gameId: string;
  proposedFor: Date;
}

/** Invites another person to play. The database refuses unknown people and games, oneself, and a duplicate request. */
export function insertGameRequest(database: Database, request: NewGameRequest) {
  return database
    .insertInto("GameRequest")
    .values({
      sender_id: request.senderId,
      recipient_id: request.recipientId,
      game_id: request.gameId,
      proposed_for: request.proposedFor,
    })
    .returning(["id", "status", "created_at as createdAt"]);
}

/** Requests that a person sent or received, newest first, at most `limit`. */
export function listGameRequests(database: Database, userId: string, limit: number) {
  return database
    .selectFrom("GameRequest")
    .innerJoin("Game", "Game.id", "GameRequest.game_id")
    .innerJoin("User as sender", "sender.id", "GameRequest.sender_id")
    .innerJoin("User as recipient", "recipient.id", "GameRequest.recipient_id")
    .select([
      "GameRequest.id",
      "GameRequest.status",
      "GameRequest.proposed_for as proposedFor",
      "GameRequest.created_at as createdAt",
      "Game.id as gameId",
      "Game.name as gameName",
      "sender.id as senderId",
      "sender.username as senderName",
      "recipient.id as recipientId",
      "recipient.username as recipientName",
    ])
    .where((where) => where.or([where("sender_id", "=", userId), where("recipient_id", "=", userId)]))
    .orderBy("GameRequest.created_at", "desc")
    .orderBy("GameRequest.id")
    .limit(limit);
}
