import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Database, DatabaseTransaction } from "../database/database.ts";
import { ApiError } from "./api-error.ts";

/** A request that a client may send again without doing the thing twice. */
export interface Replay {
  userId: string;
  key: string;
  /** HTTP status of the answer. */
  status: number;
  /** SHA-256 of what is asked: the same key with other content is a mistake. */
  requestHash: Buffer;
}

/** The replay that a request's `Idempotency-Key` asks for. @throws ApiError when the key is malformed */
export function replayOf(request: FastifyRequest, name: string, status: number): Replay | undefined {
  const key = request.headers["idempotency-key"];
  const userId = request.account?.id;
  if (key === undefined || userId === undefined) return undefined;
  if (typeof key !== "string" || !/^[\x21-\x7e]{8,64}$/.test(key))
    throw new ApiError("invalid_request", "Send an Idempotency-Key of 8 to 64 visible ASCII characters.");
  const content = JSON.stringify([name, request.params, request.query, request.body ?? null]);
  return { userId, key, status, requestHash: createHash("sha256").update(content).digest() };
}

/** The answer that the same request got before, if any. @throws ApiError when the key belongs to another request */
export async function earlierAnswer(database: Database, replay: Replay) {
  const found = await database
    .selectFrom("IdempotencyKey")
    .select(["request_hash as requestHash", "answer"])
    .where("user_id", "=", replay.userId)
    .where("key", "=", replay.key)
    .executeTakeFirst();
  if (!found) return undefined;
  if (found.requestHash.equals(replay.requestHash)) return { answer: found.answer };
  throw new ApiError("idempotency_reused", "Use a new Idempotency-Key for each request.");
}

/**
 * Takes the key at the beginning of the change's transaction; the same request at the same time waits here.
 * @returns false when the other one has committed: then this one must not
 */
export async function takeKey(transaction: DatabaseTransaction, replay: Replay): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("IdempotencyKey")
    .values({
      user_id: replay.userId,
      key: replay.key,
      request_hash: replay.requestHash,
      status: replay.status,
    })
    .onConflict((conflict) => conflict.columns(["user_id", "key"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Keeps the answer under its key, in the transaction of the change. */
export async function keepAnswer(transaction: DatabaseTransaction, replay: Replay, answer: unknown) {
  await transaction
    .updateTable("IdempotencyKey")
    .set({ answer: JSON.stringify(answer ?? null) })
    .where("user_id", "=", replay.userId)
    .where("key", "=", replay.key)
    .execute();
}
