import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** A session to open. */
export interface NewSession {
  userId: string;
  tokenHash: Buffer;
  expiresAt: Date;
  ipAddress: string;
  userAgent: string | null;
}

/** Opens a session. */
export function insertSession(database: Database, session: NewSession) {
  return database
    .insertInto("UserSession")
    .values({
      user_id: session.userId,
      token_hash: session.tokenHash,
      expires_at: session.expiresAt,
      ip_address: session.ipAddress,
      user_agent: session.userAgent,
    })
    .returning("id");
}

/** The account a token belongs to, while its session is neither expired nor revoked. */
export function findSession(database: Database, tokenHash: Buffer) {
  return database
    .selectFrom("UserSession")
    .innerJoin("User", "User.id", "UserSession.user_id")
    .select([
      "UserSession.id as sessionId",
      "UserSession.expires_at as expiresAt",
      "User.id",
      "User.username",
      "User.email",
      "User.role",
      "User.email_verified_at as emailVerifiedAt",
    ])
    .where("UserSession.token_hash", "=", tokenHash)
    .where("UserSession.revoked_at", "is", null)
    .where("UserSession.expires_at", ">", sql<Date>`now()`);
}

/** Ends a session permanently. */
export function revokeSession(database: Database, sessionId: string) {
  return database
    .updateTable("UserSession")
    .set({ revoked_at: sql<Date>`now()` })
    .where("id", "=", sessionId)
    .where("revoked_at", "is", null);
}
