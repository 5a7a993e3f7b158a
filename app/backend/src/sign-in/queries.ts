import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { SessionEnd } from "../database/tables/accounts.ts";

/** A session to open. */
export interface NewSession {
  userId: string;
  tokenHash: Buffer;
  expiresAt: Date;
  ipAddress: string;
  userAgent: string | null;
}

/** A session ends when it was not used for this long. */
const idleDays = 14;

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

const idleEnd = sql<Date>`"UserSession".last_used_at + make_interval(days => ${sql.lit(idleDays)})`;
const now = sql<Date>`now()`;

/** The account a token belongs to, while its session is neither expired, idle nor revoked, and the account is active. */
export function findSession(database: Database, tokenHash: Buffer) {
  return database
    .selectFrom("UserSession")
    .innerJoin("User", "User.id", "UserSession.user_id")
    .select([
      "UserSession.id as sessionId",
      sql<Date>`least("UserSession".expires_at, ${idleEnd})`.as("expiresAt"),
      sql<boolean>`"UserSession".last_used_at < now() - interval '1 hour'`.as("unnoticed"),
      "User.id",
      "User.username",
      "User.email",
      "User.role",
      "User.email_verified_at as emailVerifiedAt",
    ])
    .where("UserSession.token_hash", "=", tokenHash)
    .where("UserSession.revoked_at", "is", null)
    .where("UserSession.expires_at", ">", now)
    .where(idleEnd, ">", now)
    .where("User.status", "=", "active");
}

/** Notes that a session is used; once an hour is enough for an end that is days away. */
export function touchSession(database: Database, sessionId: string) {
  return database.updateTable("UserSession").set({ last_used_at: now }).where("id", "=", sessionId);
}

/** Gives a session another token; the old one is worth nothing from then on. */
export function rotateSession(database: Database, sessionId: string, tokenHash: Buffer) {
  return database
    .updateTable("UserSession")
    .set({ token_hash: tokenHash, rotated_at: now, last_used_at: now })
    .where("id", "=", sessionId)
    .where("revoked_at", "is", null);
}

/** Ends a session of an account permanently; returns nothing when it was not open. */
export function revokeSession(database: Database, userId: string, sessionId: string, why: SessionEnd) {
  return database
    .updateTable("UserSession")
    .set({ revoked_at: now, ended_because: why })
    .where("id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .returning("id");
}

/** Ends the session of a token, no matter whose it is. */
export function revokeToken(database: Database, tokenHash: Buffer, why: SessionEnd) {
  return database
    .updateTable("UserSession")
    .set({ revoked_at: now, ended_because: why })
    .where("token_hash", "=", tokenHash)
    .where("revoked_at", "is", null)
    .returning("id");
}

/** Ends all sessions of an account but one. @param except null to end that as well */
export function revokeSessions(
  database: Database,
  userId: string,
  why: SessionEnd,
  except: string | null = null,
) {
  return database
    .updateTable("UserSession")
    .set({ revoked_at: now, ended_because: why })
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .$if(except !== null, (query) => query.where("id", "!=", except))
    .returning("id");
}

/** The open sessions of an account, the last used one first. */
export function listSessions(database: Database, userId: string) {
  return database
    .selectFrom("UserSession")
    .select([
      "id",
      "ip_address as ipAddress",
      "user_agent as userAgent",
      "created_at as createdAt",
      "last_used_at as lastUsedAt",
      sql<Date>`least(expires_at, ${idleEnd})`.as("expiresAt"),
    ])
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .where(idleEnd, ">", now)
    .orderBy("last_used_at", "desc")
    .orderBy("id")
    .limit(100);
}

/** A browser in which this account has signed in before. */
export function findDevice(database: Database, userId: string, tokenHash: Buffer) {
  return database
    .selectFrom("KnownDevice")
    .select("id")
    .where("token_hash", "=", tokenHash)
    .where("user_id", "=", userId)
    .where("expires_at", ">", now);
}

/** Remembers a browser for an account. */
export function insertDevice(database: Database, userId: string, tokenHash: Buffer, days: number) {
  return database.insertInto("KnownDevice").values({
    user_id: userId,
    token_hash: tokenHash,
    expires_at: sql<Date>`now() + make_interval(days => ${days})`,
  });
}

/** Notes that a browser is used. */
export function touchDevice(database: Database, id: string) {
  return database.updateTable("KnownDevice").set({ last_used_at: now }).where("id", "=", id);
}

/** Forgets the browsers of an account. */
export function forgetDevices(database: Database, userId: string) {
  return database.deleteFrom("KnownDevice").where("user_id", "=", userId);
}

/** Removes browsers that are no longer known, at most 500 at once. */
export function sweepDevices(database: Database) {
  return database
    .deleteFrom("KnownDevice")
    .where("id", "in", (from) =>
      from.selectFrom("KnownDevice").select("id").where("expires_at", "<", now).limit(500),
    );
}
